package dev.weft.pipe;

import static dev.weft.pipe.Pipeline.awaitText;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes together at a path, and what everybody else is told. */
class RendezvousTest extends PipeWorld {
  private static final byte[] BODY = Pipeline.noise(300_000);

  RendezvousTest() {
    super(BODY);
  }

  @Test
  void holdsTheSenderUntilAllReceiversAreThere() {
    Curl sender = pipeline.send(file, "a?n=3");
    awaitText(sender, "waiting for receivers: 0 of 3");
    List<Curl> two = pipeline.receive(2, "a?n=3");
    awaitText(sender, "waiting for receivers: 2 of 3");
    assertThat(two).allMatch(each -> each.head().isEmpty());
    Curl third = pipeline.receive("a?n=3");
    assertThat(third.exitCode()).isZero();
    assertThat(third.body()).isEqualTo(BODY);
    for (Curl each : two) {
      assertThat(each.exitCode()).isZero();
      assertThat(each.body()).isEqualTo(BODY);
    }
    assertThat(sender.exitCode()).isZero();
  }

  @Test
  void receiversMayComeFirst() {
    List<Curl> receivers = pipeline.receive(2, "first?n=2");
    pipeline.awaitReceivers("first", 2);
    Curl sender = pipeline.send(file, "first?n=2", "-X", "POST");
    for (Curl each : receivers) {
      assertThat(each.exitCode()).isZero();
      assertThat(each.body()).isEqualTo(BODY);
    }
    assertThat(sender.exitCode()).isZero();
  }

  @Test
  void withoutNThereIsOneReceiver() {
    Curl receiver = pipeline.receive("one");
    Curl sender = pipeline.send(file, "one?n=1");
    assertThat(sender.exitCode()).isZero();
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.body()).isEqualTo(BODY);
  }

  @Test
  void bothAddressesNameTheSamePipe() {
    Curl receiver = pipeline.receive("api/v1/pipe/same");
    Curl sender = pipeline.send(file, "same");
    assertThat(sender.exitCode()).isZero();
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.body()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "1.5",
        "abc",
        "",
        "257",
        "01",
        "+1",
        "1e2",
        "%31%30%30%30",
        "9999999999"
      })
  void refusesEveryOtherN(String n) {
    for (Curl side :
        List.of(
            Curl.run(pipeline.url("n?n=" + n)),
            Curl.run("-T", file.toString(), pipeline.url("n?n=" + n)))) {
      assertThat(side.status()).isEqualTo(400);
      assertThat(side.text()).contains("n must be a whole number from 1 to 256", "?n=30");
    }
    assertThat(Curl.run("-I", pipeline.url("n")).header("X-Weft-State")).contains("free");
  }

  @Test
  void refusesTwoNs() {
    Curl twice = Curl.run(pipeline.url("n?n=1&n=2"));
    assertThat(twice.status()).isEqualTo(400);
    assertThat(twice.text()).contains("n is given 2 times");
  }

  @Test
  void aDifferentNIsNamedBesideTheFirst() {
    Curl receiver = pipeline.receive("d?n=2");
    pipeline.awaitReceivers("d", 1);
    Curl sender = Curl.run("-T", file.toString(), pipeline.url("d?n=3"));
    assertThat(sender.status()).isEqualTo(400);
    assertThat(sender.text()).contains("n is 2").contains("n=3");
    Curl other = Curl.run(pipeline.url("d?n=30"));
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.text()).contains("n is 2").contains("n=30");
    assertThat(receiver.isRunning()).isTrue();
  }

  @Test
  void aSecondSenderIsRefused() {
    Curl first = pipeline.send(file, "s?n=2");
    awaitText(first, "waiting");
    Curl second = Curl.run("-T", file.toString(), pipeline.url("s?n=2"));
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.text()).contains("sender already");
    assertThat(first.isRunning()).isTrue();
  }

  @Test
  void aReceiverTooManyIsRefused() {
    pipeline.receive(2, "r?n=2");
    pipeline.awaitReceivers("r", 2);
    Curl third = Curl.run(pipeline.url("r?n=2"));
    assertThat(third.status()).isEqualTo(409);
    assertThat(third.text()).contains("all its receivers already");
  }

  @Test
  void whoComesDuringTheTransferIsRefused() {
    Curl receiver = pipeline.receive("late");
    Curl sender = pipeline.sendFed("late");
    sender.feed(BODY);
    Pipeline.awaitSize(receiver, BODY.length);
    assertThat(Curl.run(pipeline.url("late")).status()).isEqualTo(409);
    Curl other = Curl.run(pipeline.url("late?n=2"));
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.text()).contains("n is 1").contains("n=2");
    assertThat(Curl.run("-T", file.toString(), pipeline.url("late")).status()).isEqualTo(409);
    sender.endOfInput();
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.body()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http1.1", "--http2-prior-knowledge"})
  void theLeavingReceiversPlaceIsFreeAgain(String protocol) {
    Curl first = pipeline.receive("free?n=2", protocol);
    pipeline.receive("free?n=2");
    pipeline.awaitReceivers("free", 2);
    first.kill();
    pipeline.awaitReceivers("free", 1);
    Curl next = pipeline.receive("free?n=2");
    Curl sender = pipeline.send(file, "free?n=2");
    assertThat(sender.exitCode()).isZero();
    assertThat(next.exitCode()).isZero();
    assertThat(next.body()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http1.1", "--http2-prior-knowledge"})
  void theLeavingSendersPlaceIsFreeAgain(String protocol) {
    Curl first = pipeline.send(file, "gone?n=1", protocol);
    awaitText(first, "waiting");
    first.kill();
    pipeline.awaitState("gone", "free");
    Curl receiver = pipeline.receive("gone?n=1");
    assertThat(pipeline.send(file, "gone?n=1").exitCode()).isZero();
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.body()).isEqualTo(BODY);
  }

  @Test
  void whenAllHaveLeftNIsFreeToo() {
    Curl only = pipeline.receive("n2?n=2");
    pipeline.awaitReceivers("n2", 1);
    only.kill();
    pipeline.awaitState("n2", "free");
    Curl receiver = pipeline.receive("n2?n=1");
    assertThat(pipeline.send(file, "n2?n=1").exitCode()).isZero();
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.body()).isEqualTo(BODY);
  }

  @Test
  void theWaitHasALimit() throws Exception {
    try (Pipeline impatient =
        Pipeline.start(settings -> settings.waitLimit(Duration.ofMillis(800)))) {
      Curl receiver = impatient.receive("w?n=3");
      Curl sender = impatient.send(file, "w?n=3");
      assertThat(receiver.exitCode()).isZero();
      assertThat(receiver.status()).isEqualTo(408);
      assertThat(receiver.text()).contains("did not come within 800 ms");
      assertThat(sender.exitCode()).as("a report that is cut off").isNotZero();
      assertThat(sender.text()).contains("408: the receivers did not come within 800 ms");
      assertThat(Curl.run("-I", impatient.url("w")).header("X-Weft-State")).contains("free");
    }
  }

  @Test
  void everybodyWaitsForTheWholeLimit() throws Exception {
    Duration limit = Duration.ofSeconds(3);
    try (Pipeline impatient = Pipeline.start(settings -> settings.waitLimit(limit))) {
      Curl sender = impatient.send(file, "own?n=2");
      awaitText(sender, "of 2\n.");
      long begun = System.nanoTime();
      Curl later = impatient.receive("own?n=2");
      assertThat(sender.exitCode()).isNotZero();
      assertThat(later.exitCode()).isZero();
      assertThat(later.status()).isEqualTo(408);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(limit);
    }
  }

  @Test
  void aUsedPathIsGone() {
    Curl receiver = pipeline.receive("used");
    assertThat(pipeline.send(file, "used").exitCode()).isZero();
    assertThat(receiver.exitCode()).isZero();
    Curl again = Curl.run(pipeline.url("used"));
    assertThat(again.status()).isEqualTo(410);
    assertThat(again.text()).contains("choose another path");
    assertThat(Curl.run("-T", file.toString(), pipeline.url("used")).status()).isEqualTo(410);
    assertThat(Curl.run("-I", pipeline.url("used")).status()).isEqualTo(410);
  }

  @Test
  void aUsedPathIsFreeAgainAfterAWhile() throws Exception {
    Duration gone = Duration.ofSeconds(2);
    try (Pipeline forgetful = Pipeline.start(settings -> settings.goneFor(gone))) {
      Curl receiver = forgetful.receive("used");
      Curl sender = forgetful.sendFed("used");
      long begun = System.nanoTime();
      sender.endOfInput();
      assertThat(sender.exitCode()).isZero();
      assertThat(receiver.exitCode()).isZero();
      forgetful.awaitState("used", "free");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(gone);
      Curl next = forgetful.receive("used?n=2");
      forgetful.awaitReceivers("used", 1);
      next.kill();
    }
  }

  @Test
  void startsWithFewerAfterAWaitWhenTheSenderSaysSo() {
    Curl sender = pipeline.send(file, "min?n=5&min=2&wait=1");
    Curl first = pipeline.receive("min?n=5");
    awaitText(sender, "waiting for receivers: 1 of 5");
    Curl second = pipeline.receive("min?n=5");
    assertThat(sender.exitCode()).isZero();
    assertThat(first.exitCode()).isZero();
    assertThat(first.body()).isEqualTo(BODY);
    assertThat(second.exitCode()).isZero();
    assertThat(second.body()).isEqualTo(BODY);
    assertThat(sender.lines()).contains("started: 2 receivers");
    assertThat(Curl.run(pipeline.url("min?n=5")).status()).isEqualTo(410);
  }

  @Test
  void whoComesAfterAStartWithFewerIsRefused() {
    Curl receiver = pipeline.receive("few?n=3");
    Curl sender = pipeline.sendFed("few?n=3&min=1&wait=0");
    sender.feed(BODY);
    Pipeline.awaitSize(receiver, BODY.length);
    for (Curl late :
        List.of(
            Curl.run(pipeline.url("few?n=3")),
            Curl.run("-T", file.toString(), pipeline.url("few?n=3")))) {
      assertThat(late.status()).isEqualTo(409);
      assertThat(late.text()).contains("under way");
    }
    sender.endOfInput();
    assertThat(sender.exitCode()).isZero();
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.body()).isEqualTo(BODY);
  }

  @Test
  void waitsForAllAsLongAsItWasTold() {
    Curl first = pipeline.receive("min3?n=2");
    Curl sender = pipeline.send(file, "min3?n=2&min=1&wait=600");
    awaitText(sender, "waiting for receivers: 1 of 2");
    Curl second = pipeline.receive("min3?n=2");
    assertThat(sender.exitCode()).isZero();
    assertThat(first.exitCode()).isZero();
    assertThat(second.exitCode()).isZero();
    assertThat(sender.lines()).contains("started: 2 receivers");
  }

  @Test
  void theServerSaysHowLongWhenTheSenderDoesNot() throws Exception {
    try (Pipeline hasty = Pipeline.start(settings -> settings.minWait(Duration.ofMillis(500)))) {
      Curl receiver = hasty.receive("min4?n=2");
      Curl sender = hasty.send(file, "min4?n=2&min=1");
      assertThat(sender.exitCode()).isZero();
      assertThat(receiver.exitCode()).isZero();
      assertThat(sender.lines()).contains("started: 1 receiver");
    }
  }

  @Test
  void minIsNotAboveN() {
    Curl sender = Curl.run("-T", file.toString(), pipeline.url("min2?n=5&min=6"));
    assertThat(sender.status()).isEqualTo(400);
    assertThat(sender.text()).contains("min must be a whole number from 1 to 5");
  }
}
