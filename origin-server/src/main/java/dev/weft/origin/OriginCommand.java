package dev.weft.origin;

import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.origin.folder.Glob;
import dev.weft.origin.folder.HeaderRules;
import dev.weft.origin.http.Slowness;
import dev.weft.origin.manifest.SharingRules;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = OriginConfig.DEFAULT_HOST,
      description = "Name or address to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
  String host = OriginConfig.DEFAULT_HOST;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + OriginConfig.DEFAULT_PORT,
      description = "TCP port to listen on; 0 for a free one. Default: ${DEFAULT-VALUE}.")
  int port;

  @Option(
      names = "--bootstrap",
      paramLabel = "MULTIADDR",
      description =
          "A node where pages join the mesh, as ./weft bootstrap prints it; may be given again.")
  List<String> bootstrap = List.of();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "The key that signs manifests; made on the first start. Default: a file for this folder"
              + " in weft/sites under $$XDG_DATA_HOME or ~/.local/share.")
  @Nullable Path key;

  @Option(
      names = "--former-key",
      paramLabel = "FILE",
      description = "After a change of keys: the former one, which vouches for the new one.")
  @Nullable Path formerKey;

  @Option(
      names = "--report",
      paramLabel = "URL",
      description = "Where pages report what was saved: the node's /report.")
  @Nullable String report;

  @Option(
      names = "--ice-server",
      paramLabel = "URL[,NAME,SECRET]",
      description =
          "A STUN or TURN server for WebRTC, such as the node's own STUN; may be given again."
              + " Default: none.")
  List<String> iceServers = List.of();

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

  @Option(
      names = "--relay-only",
      description =
          "Pages reach each other through TURN servers alone, and never learn each other's"
              + " addresses.")
  boolean relayOnly;

  @Option(
      names = "--page-origin",
      paramLabel = "ORIGIN",
      description =
          "A further origin whose pages may use this site's manifest and files, such as"
              + " https://www.example.org; may be given again.")
  List<String> pageOrigins = List.of();

  @Option(
      names = "--chunk-size",
      paramLabel = "SIZE",
      defaultValue = "64KiB",
      description = "Chunk size of all files, 64KiB to 1MiB. Default: ${DEFAULT-VALUE}.")
  String chunkSize = "64KiB";

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description =
          "Shares only files that match; a plain path adds that file, even a page. May be given"
              + " again. Default: all but pages.")
  List<String> include = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "Does not share files that match; may be given again.")
  List<String> exclude = List.of();

  @Option(
      names = "--min-size",
      paramLabel = "SIZE",
      defaultValue = "1",
      description = "Does not share smaller files. Default: ${DEFAULT-VALUE}.")
  String minSize = "1";

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      defaultValue = "1GiB",
      description = "Does not share larger files. Default: ${DEFAULT-VALUE}.")
  String maxSize = "1GiB";

  @Option(
      names = "--header",
      paramLabel = "GLOB=NAME:VALUE",
      description =
          "A response header for files that match; may be given again. Files with private or other"
              + " than plain headers are not shared.")
  List<String> headers = List.of();

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
      names = "--access-log",
      paramLabel = "FILE",
      description = "Appends a line for each request. Default: none.")
  @Nullable Path accessLog;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "PEM file of the certificate chain; with --tls-key the site is https.")
  @Nullable Path tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "PEM file of the certificate's private key (PKCS #8).")
  @Nullable Path tlsKey;

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
    err.println("Pages need this line: " + server.scriptTag());
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
        named("--origin-delay", originDelay, Quantity::duration),
        named("--origin-rate", originRate, Quantity::bitsPerSecond));
  }

  private OriginConfig config(CommandSpec command) {
    try {
      return OriginConfig.builder(folder)
          .host(host)
          .port(port)
          .tls(tls())
          .siteKey(
              key == null
                  ? DefaultKey.path(folder, System.getenv(), System.getProperty("user.home"))
                  : key)
          .formerKey(formerKey)
          .chunkBytes(
              Math.toIntExact(
                  Math.min(Integer.MAX_VALUE, named("--chunk-size", chunkSize, Quantity::bytes))))
          .sharing(sharing())
          .client(client())
          .pageOrigins(pageOrigins)
          .headerRules(
              headers.stream()
                  .map(text -> named("--header", text, HeaderRules.Rule::parse))
                  .toList())
          .slowness(slowness())
          .accessLog(accessLog)
          .build();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(command.commandLine(), String.valueOf(wrong.getMessage()));
    }
  }

  private OriginConfig.@Nullable Tls tls() {
    if (tlsCertificate == null && tlsKey == null) {
      return null;
    }
    if (tlsCertificate == null || tlsKey == null) {
      throw new IllegalArgumentException("--tls-cert and --tls-key belong together");
    }
    return new OriginConfig.Tls(tlsCertificate, tlsKey);
  }

  private SharingRules sharing() {
    return new SharingRules(
        include.stream().map(Glob::new).toList(),
        exclude.stream().map(Glob::new).toList(),
        named("--min-size", minSize, Quantity::bytes),
        named("--max-size", maxSize, Quantity::bytes));
  }

  private ClientSettings client() {
    return new ClientSettings(
        bootstrap.stream().map(text -> named("--bootstrap", text, Multiaddr::parse)).toList(),
        iceServers.stream().map(ClientSettings.IceServer::parse).toList(),
        turn(),
        relayOnly,
        report);
  }

  private ClientSettings.@Nullable Turn turn() {
    if (turnSecretFile == null) {
      if (!turnUrls.isEmpty()) {
        throw new IllegalArgumentException("--turn-url needs --turn-secret-file");
      }
      return null;
    }
    return new ClientSettings.Turn(
        turnUrls, turnSecretFile, named("--turn-lifetime", turnLifetime, Quantity::duration));
  }

  /** Reads an option's value; says which option it was when it cannot be read. */
  private static <T> T named(String option, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(option + ": " + wrong.getMessage(), wrong);
    } catch (MeshException wrong) {
      throw new IllegalArgumentException(
          option + ": '" + text + "' cannot be read: " + wrong.getMessage(), wrong);
    }
  }
}
