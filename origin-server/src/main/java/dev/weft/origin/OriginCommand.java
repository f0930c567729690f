package dev.weft.origin;

import dev.weft.origin.http.Slowness;
import dev.weft.origin.manifest.ClientScript;
import dev.weft.pipe.PipeSettings;
import dev.weft.web.ListenOptions;
import dev.weft.web.OptionText;
import dev.weft.web.Quantity;
import dev.weft.web.StartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./weft origin DIR}: serves a site and prints its URL as the first line on stdout. */
@Command(
    name = "weft origin",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Serves a site's folder and publishes its signed manifest to the mesh.",
    footer = {
      "",
      "The first line on stdout is the site's URL; logs go to stderr.",
      "A GLOB starting with / is matched from the top of the site, another one at any depth; **"
          + " stands for any number of folders."
    })
final class OriginCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(OriginCommand.class);

  /** A page that is opened right after the URL is printed finds a manifest, if files are few. */
  private static final long MANIFEST_WAIT_MILLIS = 2000;

  @Spec @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "The site's folder.")
  Path folder = Path.of("");

  @Mixin ListenOptions listen = new ListenOptions();
  @Mixin MeshOptions mesh = new MeshOptions();
  @Mixin KeyOptions keys = new KeyOptions();

  @Option(
      names = "--turn-url",
      paramLabel = "URL",
      description =
          "A TURN server for which pages get credentials of limited life; may be given again."
              + " Default: none.")
  List<String> turnUrls = List.of();

  @Option(
      names = "--turn-secret-file",
      paramLabel = "FILE",
      description = "The secret shared with the TURN servers: one line, mode 0600.")
  @Nullable Path turnSecretFile;

  @Option(
      names = "--turn-lifetime",
      paramLabel = "TIME",
      defaultValue = "24h",
      description = "How long such a credential counts. Default: ${DEFAULT-VALUE}.")
  String turnLifetime = "24h";

  @Mixin SharingOptions sharing = new SharingOptions();

  @Option(
      names = "--origin-delay",
      paramLabel = "TIME",
      defaultValue = "0",
      description = "For demonstrations: delays each answer, such as 80ms. Default: 0.")
  String originDelay = "0";

  @Option(
      names = "--origin-rate",
      paramLabel = "RATE",
      defaultValue = "0",
      description =
          "For demonstrations: all answers share a line of this rate, such as 50mbit. Default: 0,"
              + " no bound.")
  String originRate = "0";

  @Option(
      names = "--no-pipe",
      description =
          "Does not serve pipes at /api/v1/pipe. Default: it does, for everybody who reaches it.")
  boolean noPipe;

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      description = "Appends a line for each request. Default: none.")
  @Nullable Path accessLog;

  @Override
  public Integer call() throws StartException {
    CommandSpec command = Objects.requireNonNull(spec);
    OriginServer server = OriginServer.start(config(command));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    awaitManifest(server);
    PrintWriter out = command.commandLine().getOut();
    out.println(server.url());
    out.flush();
    tell(server, command.commandLine().getErr());
    return 0;
  }

  private static void awaitManifest(OriginServer server) {
    try {
      server.manifestComplete().get(MANIFEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      LOG.info("serving; the manifest follows while files are being read");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(OriginServer server, PrintWriter err) {
    if (server.createdKey() != null) {
      err.println(
          "Made a key for this site: "
              + server.createdKey()
              + " (mode 0600). Keep it: it is what visitors trust.");
    }
    err.println("Pages need this line: " + ClientScript.tag());
    err.println("or, for just this version of it: " + server.pinnedScriptTag());
    Slowness slowness = slowness();
    if (!slowness.isNone()) {
      err.println(
          "SLOWED for demonstrations: each answer is delayed by "
              + slowness.delay().toMillis()
              + " ms, and all share "
              + (slowness.bitsPerSecond() == 0
                  ? "an unbounded line."
                  : "a line of " + slowness.bitsPerSecond() / 1000 + " kbit/s."));
    }
    err.flush();
  }

  private Slowness slowness() {
    return new Slowness(
        OptionText.read("--origin-delay", originDelay, Quantity::duration),
        OptionText.read("--origin-rate", originRate, Quantity::bitsPerSecond));
  }

  private OriginConfig config(CommandSpec command) {
    try {
      return OriginConfig.builder(folder)
          .host(listen.host())
          .port(listen.port())
          .tls(listen.tls())
          .siteKey(keys.file(folder))
          .formerKey(keys.formerKey)
          .chunkBytes(sharing.chunkBytes())
          .sharing(sharing.rules())
          .gzip(sharing.gzip)
          .client(mesh.settings(turn()))
          .pageOrigins(mesh.pageOrigins)
          .headerRules(sharing.headerRules())
          .slowness(slowness())
          .pipe(noPipe ? null : PipeSettings.builder().build())
          .accessLog(accessLog)
          .build();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(command.commandLine(), String.valueOf(wrong.getMessage()));
    }
  }

  private ClientSettings.@Nullable Turn turn() {
    if (turnSecretFile == null) {
      if (!turnUrls.isEmpty()) {
        throw new IllegalArgumentException("--turn-url needs --turn-secret-file");
      }
      return null;
    }
    return new ClientSettings.Turn(
        turnUrls,
        turnSecretFile,
        OptionText.read("--turn-lifetime", turnLifetime, Quantity::duration));
  }
}
