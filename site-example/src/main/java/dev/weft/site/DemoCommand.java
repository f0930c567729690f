package dev.weft.site;

import dev.weft.site.servers.DemoServers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Starts a node, an origin and the example site, and goes on until Ctrl-C; or measures with
 * visitors, and ends.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "A bootstrap node, a slowed origin and an example site that its visitors deliver.")
final class DemoCommand implements Callable<Integer> {
  private static final int DEFAULT_PORT = 8080;
  private static final int DEFAULT_NODE_PORT = 4001;
  private static final int MAX_VISITORS = 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the site, 0 for a free one. Default: 8080; with --once a free one.")
  private @Nullable Integer port;

  @Option(
      names = "--node-port",
      paramLabel = "PORT",
      description =
          "Port of the bootstrap node, 0 for a free one. Default: 4001; with --once a free one.")
  private @Nullable Integer nodePort;

  @Option(
      names = "--origin-delay",
      paramLabel = "TIME",
      defaultValue = "80ms",
      description = "How far away the origin pretends to be. Default: ${DEFAULT-VALUE}.")
  private String delay;

  @Option(
      names = "--origin-rate",
      paramLabel = "RATE",
      defaultValue = "50mbit",
      description = "How fast the origin sends at most. Default: ${DEFAULT-VALUE}.")
  private String rate;

  @Option(
      names = "--site",
      paramLabel = "DIR",
      description = "Another folder than the example site.")
  private @Nullable Path site;

  @Option(
      names = "--visitors",
      paramLabel = "N",
      defaultValue = "0",
      description = "Headless visitors to send, one after the other (needs Chromium).")
  private int visitors;

  @Option(
      names = "--once",
      description = "End after the visitors, with a table and a line of JSON.")
  private boolean once;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields
  DemoCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    if (visitors < 0 || visitors > MAX_VISITORS || (once && visitors == 0)) {
      throw new ParameterException(
          spec.commandLine(),
          "--visitors is 0 to " + MAX_VISITORS + ", and at least 1 with --once");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter progress = spec.commandLine().getErr();
    try (Cleanup cleanup = new Cleanup()) {
      Path state = once ? temporaryState(cleanup) : Main.home().resolve(".weft").resolve("demo");
      DemoServers servers =
          cleanup.add(DemoServers.start(settings(state), step -> say(progress, "weft: " + step)));
      if (once) {
        return new Measurement(servers, cleanup, out, progress).run(visitors);
      }
      announce(out, servers, state);
      if (visitors > 0) {
        new Measurement(servers, cleanup, out, progress).run(visitors);
      }
      String death = servers.onDeath().get();
      if (cleanup.isClosed()) {
        return 0;
      }
      throw new IOException(death);
    }
  }

  private DemoServers.Settings settings(Path state) {
    return new DemoServers.Settings(
        Main.home(),
        site == null ? Main.home().resolve("site-example").resolve("site") : site.toAbsolutePath(),
        state,
        chosen(port, DEFAULT_PORT),
        chosen(nodePort, DEFAULT_NODE_PORT),
        delay,
        rate);
  }

  private int chosen(@Nullable Integer given, int usual) {
    return given != null ? given : once ? 0 : usual;
  }

  private void announce(PrintWriter out, DemoServers servers, Path state) {
    List.of(
            "",
            "  the site        " + servers.siteUrl(),
            "  what it saves   " + servers.dashboardUrl(),
            "  its logs        " + state,
            "",
            "The origin is slowed to be "
                + delay
                + " and "
                + rate
                + " away (--origin-delay, --origin-rate).",
            "Open the site, and scroll: all of it comes from the origin. Then open a second visitor: a private window,",
            "another browser, or `./weft visitor "
                + servers.siteUrl()
                + "`. The panel on the page shows who delivered what.",
            "Ctrl-C ends everything.",
            "")
        .forEach(out::println);
    out.flush();
  }

  static void say(PrintWriter to, String line) {
    to.println(line);
    to.flush();
  }

  private static Path temporaryState(Cleanup cleanup) throws IOException {
    Path state = Files.createTempDirectory("weft-demo-");
    cleanup.add(() -> delete(state));
    return state;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
