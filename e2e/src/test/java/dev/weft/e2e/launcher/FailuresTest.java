package dev.weft.e2e.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each failure is one sentence on stderr that says what to do, and status 1. */
class FailuresTest {
  /** Far more than a script takes that builds nothing. */
  private static final Duration SCRIPT = Duration.ofSeconds(30);

  /** For a build that fails at its first step. */
  private static final Duration BUILD = Duration.ofMinutes(3);

  private static final String BUILDING =
      "weft: building (the first time downloads libraries and takes a few minutes)";

  /** What the script calls before it has found its tools. */
  private static final List<String> BASICS = List.of("cat", "dirname", "head", "sed");

  @TempDir Path directory;

  private static void assertOneSentence(Launcher.Ended ended, String sentence) {
    assertThat(ended.errorLines()).containsExactly(sentence);
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void helpNamesTheCommands() throws Exception {
    Launcher.Ended help = Launcher.alone(directory).run(SCRIPT, "help");
    assertThat(help.status()).isZero();
    assertThat(help.errorLines()).isEmpty();
    assertThat(help.out())
        .contains(
            "./weft demo", "./weft visitor", "./weft bootstrap", "./weft origin", "./weft test");
    assertThat(Launcher.alone(directory.resolve("none")).run(SCRIPT)).isEqualTo(help);
  }

  @Test
  void anUnknownCommand() throws Exception {
    assertOneSentence(
        Launcher.alone(directory).run(SCRIPT, "dmeo"),
        "weft: there is no command 'dmeo'; ./weft help lists those that there are.");
  }

  @Test
  void anArgumentOfTheStudy() throws Exception {
    Launcher launcher = Launcher.alone(directory);
    assertOneSentence(
        launcher.run(SCRIPT, "study", "--chunk-size=64KiB"),
        "weft: study takes no arguments, and was given '--chunk-size=64KiB'; --help says what it"
            + " does.");
    Launcher.Ended help = launcher.run(SCRIPT, "study", "--help");
    assertThat(help.status()).isZero();
    assertThat(help.errorLines()).isEmpty();
    assertThat(help.out()).contains("Usage: weft study", "docs/chunk-size.md");
  }

  @ParameterizedTest
  @CsvSource({"11.0.22, 11", "1.8.0_402, 8", "16, 16"})
  void javaBelow17(String version, String major) throws Exception {
    Path home = javaThatSays("openjdk version \"" + version + "\" 2024-01-16");
    Path java = home.resolve("bin").resolve("java");
    assertOneSentence(
        Launcher.alone(directory).set("JAVA_HOME", home.toString()).run(SCRIPT, "build"),
        "weft: Java "
            + major
            + " at "
            + java
            + " is too old; install a JDK, version 17 or newer, or point JAVA_HOME at one.");
  }

  @Test
  void aJavaThatSaysNothing() throws Exception {
    Path home = javaThatSays("no");
    assertOneSentence(
        Launcher.alone(directory).set("JAVA_HOME", home.toString()).run(SCRIPT, "build"),
        "weft: cannot tell the version of "
            + home.resolve("bin").resolve("java")
            + "; Weft needs a JDK, version 17 or newer.");
  }

  @Test
  void aJavaHomeWithoutJava() throws Exception {
    assertOneSentence(
        Launcher.alone(directory).set("JAVA_HOME", directory.toString()).run(SCRIPT, "demo"),
        "weft: JAVA_HOME names "
            + directory
            + ", where there is no Java; point it at a JDK, version 17 or newer, or unset it.");
  }

  @Test
  void noJavaOnThePath() throws Exception {
    assertOneSentence(
        Launcher.alone(directory)
            .set("JAVA_HOME", "")
            .set("PATH", pathOf(BASICS))
            .run(SCRIPT, "demo"),
        "weft: no Java here; install a JDK, version 17 or newer"
            + " (Debian: apt-get install openjdk-17-jdk-headless).");
  }

  @Test
  void noMavenOnThePath() throws Exception {
    assertOneSentence(
        Launcher.alone(directory)
            .set("JAVA_HOME", System.getProperty("java.home"))
            .set("PATH", pathOf(BASICS))
            .run(SCRIPT, "build"),
        "weft: no Maven here; install Maven 3.8 or newer (Debian: apt-get install maven).");
  }

  @Test
  void testsOfWhoIsNotRoot() throws Exception {
    Path tools = program("id", "echo 1000").getParent();
    assertOneSentence(
        Launcher.alone(directory)
            .set("JAVA_HOME", System.getProperty("java.home"))
            .set("PATH", tools + ":" + System.getenv("PATH"))
            .run(SCRIPT, "test"),
        "weft: the tests put browsers behind routers of their own (network namespaces), which takes"
            + " root: run sudo ./weft test.");
  }

  @Test
  void noNetwork() throws Exception {
    Launcher launcher = Launcher.withPoms(directory);
    Path user = Files.createDirectories(directory.resolve("user"));
    Files.createDirectories(user.resolve(".m2"));
    // An empty repository of libraries, and nobody who listens where more would come from.
    Files.writeString(
        user.resolve(".m2").resolve("settings.xml"),
        "<settings><mirrors><mirror><id>nobody</id><mirrorOf>*</mirrorOf>"
            + "<url>http://127.0.0.1:9/</url></mirror></mirrors></settings>");
    launcher.set("MAVEN_OPTS", "-Duser.home=" + user);
    assertBuildFailed(
        launcher,
        "weft: the build could not download its libraries; connect to the network (or set a proxy"
            + " in Maven's settings.xml) and try again. Details: "
            + launcher.house().resolve("target").resolve("weft-build.log"));
  }

  @Test
  void aBuildThatFails() throws Exception {
    Launcher launcher = Launcher.withPoms(directory);
    Path wrong = launcher.house().resolve("mesh-core/src/main/java/dev/weft/core/Wrong.java");
    Files.createDirectories(wrong.getParent());
    Files.writeString(wrong, "package dev.weft.core;\n\nfinal class Wrong {\n  int one\n}\n");
    String libraries = System.getProperty("localRepository");
    if (libraries != null) {
      launcher.set("MAVEN_OPTS", "-Dmaven.repo.local=" + libraries);
    }
    assertBuildFailed(
        launcher,
        "weft: the build failed: "
            + wrong
            + ":[4,10] ';' expected; all of it is in "
            + launcher.house().resolve("target").resolve("weft-build.log")
            + ".");
  }

  /** The progress of the build, and then the sentence. */
  private static void assertBuildFailed(Launcher launcher, String sentence)
      throws IOException, InterruptedException {
    Launcher.Ended ended = launcher.run(BUILD, "build");
    assertThat(ended.errorLines()).startsWith(BUILDING).endsWith(sentence);
    assertThat(ended.errorLines().subList(1, ended.errorLines().size() - 1))
        .allMatch(line -> line.startsWith("  ["));
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(launcher.house().resolve("target").resolve("weft-built")).doesNotExist();
  }

  private Path javaThatSays(String version) throws IOException {
    return program("java", "echo '" + version + "' >&2").getParent().getParent();
  }

  /** A program that does only that. */
  private Path program(String name, String does) throws IOException {
    Path bin = Files.createDirectories(directory.resolve("jdk").resolve("bin"));
    Path program = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + does + "\n");
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A folder that holds these programs and no others. */
  private String pathOf(List<String> programs) throws IOException {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    for (String program : programs) {
      Path found = Path.of("/usr/bin", program);
      Files.createSymbolicLink(
          bin.resolve(program), Files.exists(found) ? found : Path.of("/bin", program));
    }
    return bin.toString();
  }
}
