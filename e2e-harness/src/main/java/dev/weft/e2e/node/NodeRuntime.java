package dev.weft.e2e.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Node 24 with the packages of a folder.
 *
 * <p>Node is taken out of Playwright's driver-bundle, once. The packages come by {@code npm ci},
 * once, and again when {@code package-lock.json} changes; npm must be on the path.
 */
public final class NodeRuntime {
  /** What a cold install over a slow line may take. */
  private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(5);

  private static final Duration BUNDLE_TIMEOUT = Duration.ofMinutes(1);

  private static @Nullable NodeRuntime shared;

  private final Path node;
  private final Path directory;

  private NodeRuntime(Path node, Path directory) {
    this.node = node;
    this.directory = directory;
  }

  /** The runtime with the packages of {@code e2e/interop}, made ready by the first call. */
  public static synchronized NodeRuntime get() {
    if (shared == null) {
      shared = open(Path.of("interop"), Path.of("target", "node"));
    }
    return shared;
  }

  /**
   * A runtime, made ready.
   *
   * @param packages the folder with {@code package.json}, its lock file, and scripts
   * @param node the folder that Node is put into
   */
  public static NodeRuntime open(Path packages, Path node) {
    try {
      NodeRuntime made =
          new NodeRuntime(extractNode(node.toAbsolutePath()), packages.toAbsolutePath());
      made.installPackages();
      return made;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Runs a script of the folder with arguments. */
  public NodeProcess start(String script, List<String> arguments) {
    return start(script, arguments, Map.of());
  }

  /** Runs a script of the folder with arguments and additions to the environment. */
  public NodeProcess start(String script, List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    command.add(node.toString());
    command.add(script);
    command.addAll(arguments);
    return new NodeProcess(builder(command, environment));
  }

  /**
   * Bundles a script of the folder with its imports into one for pages.
   *
   * @param options further ones of esbuild
   */
  public void bundle(String script, Path to, String... options) {
    List<String> command = new ArrayList<>();
    command.add(node.toString());
    command.add("node_modules/esbuild/bin/esbuild");
    command.add(script);
    command.add("--bundle");
    command.add("--format=iife");
    command.add("--log-level=error");
    command.add("--outfile=" + to.toAbsolutePath());
    command.addAll(List.of(options));
    try (NodeProcess esbuild = new NodeProcess(builder(command, Map.of()))) {
      esbuild.awaitSuccess(BUNDLE_TIMEOUT);
    }
  }

  private ProcessBuilder builder(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    // Found first by npm, which is a script for whichever node stands on the path.
    String path = node.getParent() + System.getProperty("path.separator") + System.getenv("PATH");
    builder.environment().put("PATH", path);
    builder.environment().putAll(environment);
    return builder;
  }

  private void installPackages() throws IOException {
    Path lock = directory.resolve("package-lock.json");
    Path installed = directory.resolve("node_modules").resolve(".weft-installed.json");
    if (Files.exists(installed) && Files.mismatch(lock, installed) < 0) {
      return;
    }
    List<String> command = List.of("npm", "ci", "--ignore-scripts", "--loglevel=error");
    try (NodeProcess npm = new NodeProcess(builder(command, Map.of()))) {
      npm.awaitSuccess(INSTALL_TIMEOUT);
    }
    Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path extractNode(Path directory) throws IOException {
    String resource = "driver/" + platform() + "/node";
    Path node = directory.resolve("node");
    if (Files.exists(node)) {
      return node;
    }
    Files.createDirectories(directory);
    Path unfinished = Files.createTempFile(directory, "node", ".part");
    try (InputStream in = NodeRuntime.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("Playwright's driver-bundle has no " + resource);
      }
      Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!unfinished.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + unfinished + " executable");
    }
    return Files.move(unfinished, node, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String base = system.contains("mac") ? "mac" : "linux";
    return System.getProperty("os.arch").equals("aarch64") ? base + "-arm64" : base;
  }
}
