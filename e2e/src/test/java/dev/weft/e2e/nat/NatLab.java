package dev.weft.e2e.nat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Two homes and the world between them, made of network namespaces:
 *
 * <pre>
 * home 1: 10.1.0.2 ── router 10.1.0.1 │ 198.51.100.2 ─┐
 *                                                     world: 203.0.113.1, routes between the links
 * home 2: 10.2.0.2 ── router 10.2.0.1 │ 198.51.100.6 ─┘
 * </pre>
 *
 * Each router masquerades, and drops what comes unasked, itself included: without the latter its
 * connection tracking takes the far end's first packet for a connection, and gives its own visitor
 * another port. Links are veth pairs without a bridge, so no bridge filter sees the packets.
 *
 * <p>Home 1 may have a slow {@link Uplink} instead of such a pair.
 */
final class NatLab implements AutoCloseable {
  /** The server's address, of the range for documentation (RFC 5737) as all of the world. */
  static final String WORLD_ADDRESS = "203.0.113.1";

  private static final int HOMES = 2;

  /** Addresses that a router remembers. */
  private static final int MAX_CONTACTED = 1_000;

  private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}");

  private final String prefix = "weft-" + ProcessHandle.current().pid();
  private final List<String> namespaces = new ArrayList<>();
  private final Path scripts;
  private final @Nullable Uplink uplink;

  /** How a router maps ports. */
  enum Mapping {
    /** One public port for each inner one, whoever the far end is: STUN suffices. */
    ENDPOINT_INDEPENDENT("masquerade"),
    /** Another public port for each far end: what STUN says helps nobody else. */
    SYMMETRIC("masquerade random,fully-random");

    private final String rule;

    Mapping(String rule) {
      this.rule = rule;
    }
  }

  private NatLab(Path scripts, @Nullable Uplink uplink) {
    this.scripts = scripts;
    this.uplink = uplink;
  }

  /**
   * Makes the namespaces.
   *
   * @param scripts a folder for launch scripts
   */
  static NatLab open(Path scripts, Mapping mapping) throws IOException {
    return open(scripts, mapping, null);
  }

  /** The same with a line of home 1's own, which the lab closes. */
  static NatLab open(Path scripts, Mapping mapping, @Nullable Uplink uplink) throws IOException {
    NatLab lab = new NatLab(scripts, uplink);
    try {
      lab.build(mapping);
      return lab;
    } catch (IOException | RuntimeException failed) {
      lab.close();
      throw failed;
    }
  }

  private void build(Mapping mapping) throws IOException {
    add(world());
    run("ip", "-n", world(), "address", "add", WORLD_ADDRESS + "/32", "dev", "lo");
    forward(world());
    for (int home = 1; home <= HOMES; home++) {
      String router = namespace("router" + home);
      add(router);
      add(home(home));
      String ours = "198.51.100." + (4 * home - 3);
      String theirs = publicAddress(home);
      if (home == 1 && uplink != null) {
        connect(uplink, router);
      } else {
        connect(world(), "home" + home, router, "world");
      }
      use(world(), "home" + home, ours + "/30");
      use(router, "world", theirs + "/30");
      connect(router, "home", home(home), "lan");
      use(router, "home", "10." + home + ".0.1/24");
      use(home(home), "lan", "10." + home + ".0.2/24");
      run("ip", "-n", router, "route", "add", "default", "via", ours);
      run("ip", "-n", home(home), "route", "add", "default", "via", "10." + home + ".0.1");
      forward(router);
      feed(
          in(router, "nft", "-f", "-"),
          """
          table ip nat {
            chain postrouting {
              type nat hook postrouting priority srcnat
              oifname "world" %s
            }
          }
          table ip watch {
            set contacted {
              type ipv4_addr
              size %d
              flags dynamic
            }
            chain forward {
              type filter hook forward priority filter - 1
              iifname "home" th dport != 53 update @contacted { ip daddr }
            }
          }
          table ip filter {
            chain input {
              type filter hook input priority filter; policy drop
              iifname "home" accept
              ct state established,related accept
            }
            chain forward {
              type filter hook forward priority filter; policy drop
              iifname "home" accept
              ct state established,related accept
            }
          }
          """
              .formatted(mapping.rule, MAX_CONTACTED));
    }
    if (uplink != null) {
      uplink.start();
    }
  }

  /** The namespace where servers run. */
  String world() {
    return namespace("world");
  }

  /** How home 1 or 2 looks from the world. */
  static String publicAddress(int home) {
    return "198.51.100." + (4 * home - 2);
  }

  private String home(int number) {
    return namespace("home" + number);
  }

  /** A command that runs another one in a namespace. */
  static List<String> in(String namespace, String... command) {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    whole.addAll(List.of(command));
    return whole;
  }

  /** A program that starts another one, with the arguments that it gets, in home 1 or 2. */
  Path launcher(int home, Path program) throws IOException {
    Path script = scripts.resolve(program.getFileName() + "-in-home" + home);
    Files.writeString(
        script,
        "#!/bin/sh\nexec " + String.join(" ", in(home(home), program.toString())) + " \"$@\"\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /** The addresses to which packets of a home went, beyond its own network, but for its DNS. */
  Set<String> contacted(int home) throws IOException {
    String router = namespace("router" + home);
    String set = feed(in(router, "nft", "list", "set", "ip", "watch", "contacted"), "");
    return ADDRESS.matcher(set).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  /** Takes the namespaces away, and their links with them. */
  @Override
  public void close() {
    if (uplink != null) {
      uplink.close();
    }
    List<String> left = new ArrayList<>();
    for (String namespace : namespaces) {
      try {
        run("ip", "netns", "delete", namespace);
      } catch (IOException failed) {
        left.add(failed.getMessage());
      }
    }
    namespaces.clear();
    if (!left.isEmpty()) {
      throw new IllegalStateException("left over: " + left);
    }
  }

  private String namespace(String name) {
    return prefix + "-" + name;
  }

  private void add(String namespace) throws IOException {
    run("ip", "netns", "add", namespace);
    namespaces.add(namespace);
    run("ip", "-n", namespace, "link", "set", "lo", "up");
  }

  private static void forward(String namespace) throws IOException {
    feed(in(namespace, "tee", "/proc/sys/net/ipv4/ip_forward"), "1");
  }

  private static void connect(String one, String nameAtOne, String two, String nameAtTwo)
      throws IOException {
    run(
        "ip", "-n", one, "link", "add", nameAtOne, "type", "veth", "peer", "name", nameAtTwo,
        "netns", two);
  }

  private void connect(Uplink uplink, String router) throws IOException {
    move(uplink.deviceAtWorld(), world(), "home1");
    move(uplink.deviceAtHome(), router, "world");
  }

  private static void move(String device, String namespace, String name) throws IOException {
    run("ip", "link", "set", device, "netns", namespace, "name", name);
  }

  private static void use(String namespace, String device, String address) throws IOException {
    run("ip", "-n", namespace, "address", "add", address, "dev", device);
    run("ip", "-n", namespace, "link", "set", device, "up");
  }

  private static void run(String... command) throws IOException {
    feed(List.of(command), "");
  }

  /** Runs a command with that input; what it says. */
  private static String feed(List<String> command, String input) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said.strip());
      }
      return said;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
