package dev.weft.e2e.npm;

import dev.weft.e2e.node.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The package's tarball, and projects that it is installed into. */
final class ClientPackage {
  /** What a cold install over a slow line may take. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Path BUILT = Path.of("../browser-client/target/npm");
  private static final Path VITE = Path.of("vite");

  private ClientPackage() {}

  /** Packs it, as {@code npm publish} would. */
  static Path pack(Path into) throws IOException {
    run(
        BUILT,
        Map.of(),
        "npm",
        "pack",
        "--loglevel=error",
        "--pack-destination",
        into.toAbsolutePath().toString());
    try (Stream<Path> files = Files.list(into)) {
      return files.filter(file -> file.toString().endsWith(".tgz")).findFirst().orElseThrow();
    }
  }

  /** A copy of the example with Vite, and the package, in its {@code node_modules}. */
  static void install(Path example, Path project) throws IOException {
    copy(example, project);
    for (String file : List.of("package.json", "package-lock.json", ".npmrc")) {
      Files.copy(VITE.resolve(file), project.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    run(project, Map.of(), "npm", "ci", "--loglevel=error");
    Path tarball = pack(project);
    run(
        project,
        Map.of(),
        "npm",
        "install",
        "--no-save",
        "--offline",
        "--loglevel=error",
        "./" + tarball.getFileName());
  }

  /** Runs a command in the folder to its end, which must be a good one. */
  static void run(Path folder, Map<String, String> environment, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    try (NodeProcess process = new NodeProcess(builder)) {
      process.awaitSuccess(PATIENCE);
    }
  }

  /** Copies a folder with all that is in it. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
