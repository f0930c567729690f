package dev.weft.pipe;

import static dev.weft.pipe.Pipeline.awaitSize;
import static dev.weft.pipe.Pipeline.awaitText;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How bytes flow, whoever is slow or dies. */
class FlowTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** The slowest writes into a named pipe: it takes what is read there, and not a byte more. */
  @Test
  void theSlowestOfThirtyPacesAllInBoundedMemory() throws Exception {
    byte[] body = Pipeline.noise(24 * MIB);
    Path file = Pipeline.file(folder, body);
    Path taken = folder.resolve("taken");
    assertThat(new ProcessBuilder("mkfifo", taken.toString()).start().waitFor()).isZero();
    try (Pipeline pipeline = Pipeline.start()) {
      List<Curl> fast = pipeline.receive(29, "slow?n=30", "-o", "/dev/null");
      Curl slow = pipeline.receive("slow?n=30", "-o", taken.toString());
      pipeline.awaitReceivers("slow", 30);
      long before = directBytes();
      Curl sender = pipeline.send(file, "slow?n=30");
      try (InputStream in = Files.newInputStream(taken)) {
        assertThat(in.readNBytes(8 * MIB)).isEqualTo(Arrays.copyOf(body, 8 * MIB));
        assertThat(directBytes() - before).as("direct memory").isLessThan(8L * MIB);
        assertThat(fast).as("nobody has all while one has a third").allMatch(Curl::isRunning);
        assertThat(sender.isRunning()).as("nor has the pipe").isTrue();
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(body, 8 * MIB, body.length));
      }
      assertThat(sender.exitCode()).isZero();
      assertThat(slow.exitCode()).isZero();
      assertThat(sender.text()).contains("completed 30");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 29})
  void receiversThatDieDoNotHurtTheOthers(int dying) throws Exception {
    byte[] body = Pipeline.noise(4 * MIB);
    try (Pipeline pipeline = Pipeline.start()) {
      List<Curl> receivers = pipeline.receive(dying / 2, "die?n=30", "--http2-prior-knowledge");
      receivers.addAll(pipeline.receive(30 - dying / 2, "die?n=30"));
      pipeline.awaitReceivers("die", 30);
      Curl sender = pipeline.sendFed("die?n=30");
      sender.feed(Arrays.copyOf(body, body.length / 2));
      receivers.forEach(each -> awaitSize(each, body.length / 4));
      receivers.subList(0, dying).forEach(Curl::kill);
      sender.feed(Arrays.copyOfRange(body, body.length / 2, body.length));
      sender.endOfInput();
      for (Curl living : receivers.subList(dying, 30)) {
        assertThat(living.exitCode()).isZero();
        assertThat(living.body()).isEqualTo(body);
      }
      assertThat(sender.exitCode()).isZero();
      assertThat(sender.text())
          .contains("completed " + (30 - dying), "not completed " + dying)
          .contains("no sha-256, not completed: its connection broke");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--http1.1, --http1.1",
    "--http1.1, --http1.0",
    "--http1.1, --http2-prior-knowledge",
    "--http2-prior-knowledge, --http1.1"
  })
  void aSenderThatDiesBreaksTheReceiversStreams(String sending, String receiving) throws Exception {
    byte[] half = Pipeline.noise(MIB);
    try (Pipeline pipeline = Pipeline.start()) {
      List<Curl> receivers = pipeline.receive(3, "dead?n=3", receiving);
      pipeline.awaitReceivers("dead", 3);
      Curl sender = pipeline.sendFed("dead?n=3", sending);
      sender.feed(half);
      receivers.forEach(each -> awaitSize(each, MIB));
      sender.kill();
      for (Curl each : receivers) {
        assertThat(each.exitCode()).as("curl's exit code: " + each.head()).isNotZero();
        assertThat(each.body()).isEqualTo(half);
      }
      assertThat(Curl.run(pipeline.url("dead?n=3")).status()).isEqualTo(410);
    }
  }

  @Test
  void aSenderThatDiesBeforeItsDeclaredLengthBreaksThemToo() throws Exception {
    try (Pipeline pipeline = Pipeline.start()) {
      Curl receiver = pipeline.receive("short");
      pipeline.awaitReceivers("short", 1);
      Path file = Pipeline.file(folder, Pipeline.noise(8 * MIB));
      Curl sender = pipeline.send(file, "short", "--limit-rate", "1M");
      awaitSize(receiver, MIB);
      sender.kill();
      assertThat(receiver.exitCode()).isEqualTo(18);
      assertThat(receiver.size()).isLessThan(8 * MIB);
    }
  }

  @Test
  void aReceiverThatDiesBeforeTheHeadHoldsNobodyUp() throws Exception {
    byte[] body = Pipeline.noise(3 * MIB);
    try (Pipeline pipeline = Pipeline.start()) {
      Curl dying = pipeline.receive("head?n=2", "--http2-prior-knowledge");
      Curl living = pipeline.receive("head?n=2");
      pipeline.awaitReceivers("head", 2);
      Curl sender =
          pipeline.sendFed("head?n=2", "-H", "Content-Type: multipart/form-data; boundary=b");
      sender.feed("--b\r\nContent-Disposition: form-data; filename=f\r\n".getBytes(US_ASCII));
      awaitText(sender, "started: 2 receivers");
      dying.kill();
      awaitText(sender, "not completed: its connection broke");
      sender.feed("\r\n".getBytes(US_ASCII));
      sender.feed(body);
      sender.feed("\r\n--b--\r\n".getBytes(US_ASCII));
      sender.endOfInput();
      assertThat(living.exitCode()).isZero();
      assertThat(living.body()).isEqualTo(body);
      assertThat(sender.exitCode()).isZero();
    }
  }

  @Test
  void whenAllReceiversDieTheSenderIsTold() throws Exception {
    Path file = Pipeline.file(folder, Pipeline.noise(32 * MIB));
    try (Pipeline pipeline = Pipeline.start()) {
      List<Curl> receivers = pipeline.receive(2, "all?n=2", "--limit-rate", "1M");
      pipeline.awaitReceivers("all", 2);
      Curl sender = pipeline.send(file, "all?n=2");
      receivers.forEach(each -> awaitSize(each, 100_000));
      receivers.forEach(Curl::kill);
      assertThat(sender.exitCode()).isNotZero();
      assertThat(sender.text()).contains("failed: no receiver is left", "not completed 2");
    }
  }

  @Test
  void theServersDeathIsNoCleanEndEither() throws Exception {
    byte[] half = Pipeline.noise(MIB);
    try (PipeProcess server = new PipeProcess(folder);
        Curl receiver = Curl.start(server.url("x"));
        Curl sender = Curl.fed("-T", ".", server.url("x"))) {
      sender.feed(half);
      awaitSize(receiver, MIB);
      server.kill();
      assertThat(receiver.exitCode()).isNotZero();
      sender.endOfInput();
      assertThat(sender.exitCode()).isNotZero();
    }
  }

  @Test
  void dropsAReceiverThatIsTooSlowWhenToldTo() throws Exception {
    byte[] body = Pipeline.noise(24 * MIB);
    Path file = Pipeline.file(folder, body);
    try (Pipeline pipeline =
        Pipeline.start(
            settings -> settings.stall(new PipeSettings.Stall(200_000, Duration.ofSeconds(3))))) {
      Curl fast = pipeline.receive("stall?n=2");
      Curl slow = pipeline.receive("stall?n=2", "--limit-rate", "50k");
      pipeline.awaitReceivers("stall", 2);
      Curl sender = pipeline.send(file, "stall?n=2");
      assertThat(fast.exitCode()).isZero();
      assertThat(fast.body()).isEqualTo(body);
      assertThat(sender.exitCode()).isZero();
      assertThat(sender.text()).contains("it took less than 200.0 kB/s for 3 s");
      slow.kill();
    }
  }

  @Test
  void dropsAReceiverThatTakesNothing() throws Exception {
    byte[] body = Pipeline.noise(32 * MIB);
    Path file = Pipeline.file(folder, body);
    try (Pipeline pipeline =
        Pipeline.start(settings -> settings.idleLimit(Duration.ofSeconds(3)))) {
      Curl good = pipeline.receive("idle?n=2");
      Curl frozen = pipeline.receive("idle?n=2");
      pipeline.awaitReceivers("idle", 2);
      frozen.freeze();
      Curl sender = pipeline.send(file, "idle?n=2");
      assertThat(good.exitCode()).isZero();
      assertThat(good.body()).isEqualTo(body);
      awaitText(sender, "it took nothing for 3 s");
    }
  }

  @Test
  void breaksOffASenderThatSendsNothing() throws Exception {
    try (Pipeline pipeline =
        Pipeline.start(settings -> settings.idleLimit(Duration.ofSeconds(1)))) {
      Curl receiver = pipeline.receive("mute");
      Curl sender = pipeline.sendFed("mute");
      sender.feed(new byte[1000]);
      assertThat(receiver.exitCode()).isNotZero();
      awaitText(sender, "failed: the sender sent nothing for 1 s");
    }
  }

  @Test
  void whatIsSentSlowlyArrivesAtOnce() throws Exception {
    try (Pipeline pipeline = Pipeline.start()) {
      Curl receiver = pipeline.receive("drip");
      Curl sender = pipeline.sendFed("drip");
      for (String word : List.of("one ", "two ", "three ")) {
        sender.feed(word.getBytes(US_ASCII));
        awaitText(receiver, word);
      }
      sender.endOfInput();
      assertThat(receiver.exitCode()).isZero();
    }
  }
}
