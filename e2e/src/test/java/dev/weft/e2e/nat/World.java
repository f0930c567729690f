package dev.weft.e2e.nat;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.node.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a site in the lab's world: the node, the origin, and coturn where it is wanted.
 */
final class World implements AutoCloseable {
  private static final int NODE_PORT = 4001;
  private static final int ORIGIN_PORT = 8080;
  private static final int TURN_PORT = 3478;
  private static final String SECRET = "a secret of this test";

  /** A rate of the origin so slow that peers win their races on a busy machine too. */
  static final String SLOW = "8mbit";

  private static final String ORIGIN_DELAY = "80ms";

  /** A JVM starts beside two browsers. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final NatLab lab;
  private final Path state;
  private final List<NodeProcess> processes = new ArrayList<>();

  private @Nullable Process coturn;

  private World(NatLab lab, Path state) {
    this.lab = lab;
    this.state = state;
  }

  /**
   * Starts the servers.
   *
   * @param site the site's folder
   * @param state where keys and logs go
   * @param originRate as the origin's option has it
   * @param relay whether there is a TURN server
   * @param originOptions further options of the origin
   */
  static World open(
      NatLab lab, Path site, Path state, String originRate, boolean relay, String... originOptions)
      throws IOException {
    World world = new World(lab, state);
    try {
      world.start(site, originRate, relay, originOptions);
      return world;
    } catch (IOException | RuntimeException failed) {
      world.close();
      throw failed;
    }
  }

  private void start(Path site, String originRate, boolean relay, String... originOptions)
      throws IOException {
    String node =
        java(
            "dev.weft.bootstrap.Main",
            List.of(
                "--host",
                NatLab.WORLD_ADDRESS,
                "--port",
                "" + NODE_PORT,
                "--key",
                state.resolve("node.key").toString()));
    List<String> options =
        new ArrayList<>(
            List.of(
                site.toString(),
                "--host",
                NatLab.WORLD_ADDRESS,
                "--port",
                "" + ORIGIN_PORT,
                "--key",
                state.resolve("site.key").toString(),
                "--bootstrap",
                node,
                "--origin-delay",
                ORIGIN_DELAY,
                "--origin-rate",
                originRate,
                "--ice-server",
                stun()));
    if (relay) {
      startCoturn();
      Path secret = Files.writeString(state.resolve("turn.secret"), SECRET + "\n");
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
      options.addAll(
          List.of(
              "--turn-url",
              "turn:" + NatLab.WORLD_ADDRESS + ':' + TURN_PORT,
              "--turn-secret-file",
              secret.toString()));
    }
    Collections.addAll(options, originOptions);
    java("dev.weft.origin.Main", options);
  }

  /** The site as its visitors open it. */
  String url() {
    return "http://" + NatLab.WORLD_ADDRESS + ':' + ORIGIN_PORT;
  }

  /** The node's STUN server, as an ICE server's URL. */
  String stun() {
    return "stun:" + NatLab.WORLD_ADDRESS + ':' + NODE_PORT;
  }

  /** A browser of its own in home 1 or 2, with further arguments. */
  Browser browser(int home, String... furtherArguments) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(furtherArguments));
    arguments.add("--unsafely-treat-insecure-origin-as-secure=" + url());
    return Browsers.launch(
        lab.launcher(home, Browsers.executable()), arguments.toArray(String[]::new));
  }

  /** From now on the origin answers nobody. */
  void stopOrigin() {
    processes.get(processes.size() - 1).close();
  }

  /** Starts a server of the project; its first line. */
  private String java(String mainClass, List<String> arguments) {
    List<String> command =
        NatLab.in(
            lab.world(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            mainClass);
    command.addAll(arguments);
    NodeProcess process = new NodeProcess(new ProcessBuilder(command));
    processes.add(process);
    return process.nextLine(START_TIMEOUT);
  }

  private void startCoturn() throws IOException {
    Path log = state.resolve("turn.log");
    coturn =
        new ProcessBuilder(
                NatLab.in(
                    lab.world(),
                    "turnserver",
                    "-c",
                    documentedConfiguration().toString(),
                    "--listening-ip=" + NatLab.WORLD_ADDRESS,
                    "--relay-ip=" + NatLab.WORLD_ADDRESS,
                    "--log-file=stdout",
                    "--simple-log",
                    "--pidfile=" + state.resolve("turn.pid"),
                    "--userdb=" + state.resolve("turn.db")))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    await(log + " to say that coturn has started")
        .atMost(START_TIMEOUT)
        .until(() -> Files.readString(log).contains("Relay ports initialization done"));
  }

  /**
   * The lines of the origin's README, as its readers copy them, with the secret in its place and
   * without the bound of a connection's rate, with which peers need not win their races.
   */
  private Path documentedConfiguration() throws IOException {
    String readme = Files.readString(Path.of("../origin-server/README.md"));
    int begin = readme.indexOf("# /etc/turnserver.conf");
    String lines = readme.substring(begin, readme.indexOf("```", begin));
    return Files.writeString(
        state.resolve("turnserver.conf"),
        lines.replace("secret=…", "secret=" + SECRET).replaceFirst("\nmax-bps=.*", ""));
  }

  @Override
  public void close() {
    processes.forEach(NodeProcess::close);
    if (coturn != null) {
      coturn.destroyForcibly();
    }
  }
}
