package dev.weft.core.multistream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.testkit.MemoryChannel;
import dev.weft.testkit.Recorder;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.VirtualLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultistreamTest {
  private static final String HEADER = "\u0013/multistream/1.0.0\n";

  private final VirtualLoop loop = new VirtualLoop();
  private MemoryChannel.Pair link = MemoryChannel.pair(loop, 0, MemoryChannel.UNLIMITED);
  private final Responses responses = new Responses();

  /** Speaks /a and /b. */
  private static final class Responses implements Multistream.Responder {
    final List<String> agreedOn = new ArrayList<>();
    final List<MeshException> failures = new ArrayList<>();
    Recorder after = new Recorder();

    @Override
    public boolean speaks(String protocol) {
      return protocols().contains(protocol);
    }

    @Override
    public List<String> protocols() {
      return List.of("/a", "/b");
    }

    @Override
    public void agreed(String protocol, ByteChannel channel) {
      agreedOn.add(protocol);
      after = Recorder.on(channel);
      channel.write(ascii("hello"));
    }

    @Override
    public void failed(MeshException reason) {
      failures.add(reason);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(Recorder recorder) {
    return new String(recorder.bytes(), StandardCharsets.ISO_8859_1);
  }

  // The initiator.

  @Test
  void headerProposalAndFirstBytesAreOneWrite() {
    List<String> pieces = new ArrayList<>();
    link.far()
        .receiver(
            new ByteChannel.Receiver() {
              @Override
              public void data(byte[] bytes) {
                pieces.add(new String(bytes, StandardCharsets.ISO_8859_1));
              }

              @Override
              public void end() {}

              @Override
              public void failed(MeshException reason) {}
            });
    ByteChannel channel = Multistream.propose(link.near(), "/a", loop);
    channel.write(ascii("first"));
    channel.write(ascii("second"));
    loop.runFor(1);
    assertThat(pieces).containsExactly(HEADER + "\u0003/a\nfirst", "second");
  }

  @Test
  void aProposalWithoutBytesIsSentAtTheEndOfTheTurn() {
    Recorder wire = Recorder.on(link.far());
    Multistream.propose(link.near(), "/a", loop);
    assertThat(wire.size()).isZero();
    loop.runFor(1);
    assertThat(text(wire)).isEqualTo(HEADER + "\u0003/a\n");
  }

  @Test
  void aProposalGoesAheadOfTheEndWhichWaitsForTheAnswer() {
    Recorder wire = Recorder.on(link.far());
    Multistream.propose(link.near(), "/a", loop).finish();
    loop.runFor(1);
    assertThat(text(wire)).isEqualTo(HEADER + "\u0003/a\n");
    assertThat(wire.ended()).isFalse();
    link.far().write(ascii(HEADER + "\u0003/a\n"));
    loop.runFor(1);
    assertThat(wire.ended()).isTrue();
  }

  @Test
  void whatFollowsTheAnswerIsTheProtocols() {
    Recorder after = Recorder.on(Multistream.propose(link.near(), "/a", loop));
    link.far().write(ascii(HEADER + "\u0003/a\nthe rest"));
    link.far().finish();
    loop.runFor(1);
    assertThat(text(after)).isEqualTo("the rest");
    assertThat(after.ended()).isTrue();
  }

  @Test
  void aRefusalFailsTheChannel() {
    Recorder after = Recorder.on(Multistream.propose(link.near(), "/a", loop));
    Recorder far = Recorder.on(link.far());
    link.far().write(ascii(HEADER + "\u0003na\n"));
    loop.runFor(1);
    assertThat(after.failure().code()).isEqualTo("protocol-not-supported");
    assertThat(far.failure()).isNotNull();
  }

  @Test
  void anythingElseThanHeaderAndAnswerIsTheFarEndsFault() {
    for (String answer :
        List.of(
            "\u0003/a\n", HEADER + "\u0003/b\n", HEADER + HEADER, "\u0000", HEADER + "\u0003/aa")) {
      link = MemoryChannel.pair(loop, 0, MemoryChannel.UNLIMITED);
      Recorder after = Recorder.on(Multistream.propose(link.near(), "/a", loop));
      link.far().write(ascii(answer));
      loop.runFor(1);
      assertThat(after.failure()).as(answer).isNotNull();
      assertThat(after.failure().code()).isEqualTo("bad-multistream");
      assertThat(after.failure().fault()).isEqualTo(MeshException.Fault.PEER);
    }
  }

  @Test
  void anEndInsteadOfAnAnswerFailsTheChannel() {
    Recorder after = Recorder.on(Multistream.propose(link.near(), "/a", loop));
    link.far().finish();
    loop.runFor(1);
    assertThat(after.failure().fault()).isEqualTo(MeshException.Fault.CLOSED);
  }

  @Test
  void silenceTimesOut() {
    Recorder after = Recorder.on(Multistream.propose(link.near(), "/a", loop));
    loop.runFor(Multistream.TIMEOUT_MILLIS - 1);
    assertThat(after.failure()).isNull();
    loop.runFor(1);
    assertThat(after.failure().fault()).isEqualTo(MeshException.Fault.TIMEOUT);
  }

  // The responder.

  @Test
  void theResponderAnswersProposalsUntilOneIsSpoken() {
    Multistream.answer(link.far(), responses, loop);
    Recorder near = Recorder.on(link.near());
    link.near().write(ascii(HEADER + "\u0003/x\n\u0003/b\nleft over"));
    loop.runFor(1);
    assertThat(text(near)).isEqualTo(HEADER + "\u0003na\n\u0003/b\nhello");
    assertThat(responses.agreedOn).containsExactly("/b");
    assertThat(text(responses.after)).isEqualTo("left over");
  }

  @Test
  void theListIsOneMessageOfMessages() {
    Multistream.answer(link.far(), responses, loop);
    Recorder near = Recorder.on(link.near());
    link.near().write(ascii(HEADER + "\u0003ls\n"));
    loop.runFor(1);
    assertThat(text(near)).isEqualTo(HEADER + "\u0009\u0003/a\n\u0003/b\n\n");
  }

  @Test
  void theHeaderIsAnsweredAtOnce() {
    Multistream.answer(link.far(), responses, loop);
    Recorder near = Recorder.on(link.near());
    link.near().write(ascii(HEADER));
    loop.runFor(1);
    assertThat(text(near)).isEqualTo(HEADER);
  }

  @Test
  void malformedMessagesEndTheNegotiation() {
    for (String sent :
        List.of(
            "\u0003/a\n", // no header
            HEADER + "\u0003/aX", // no newline
            HEADER + "\u0000", // empty
            HEADER + "\u0081\u0008", // longer than 1024
            HEADER + "\u0083\u0000/a\n", // length not minimal
            HEADER + "\u0003\u00ff\u00ff\n")) { // no text
      link = MemoryChannel.pair(loop, 0, MemoryChannel.UNLIMITED);
      Responses each = new Responses();
      Multistream.answer(link.far(), each, loop);
      link.near().write(ascii(sent));
      loop.runFor(1);
      assertThat(each.failures).as(sent).hasSize(1);
      assertThat(each.failures.get(0).fault()).isEqualTo(MeshException.Fault.PEER);
      assertThat(each.agreedOn).isEmpty();
    }
  }

  @Test
  void anEndlessListOfProposalsEndsTheNegotiation() {
    Multistream.answer(link.far(), responses, loop);
    link.near().write(ascii(HEADER));
    for (int i = 0; i <= Multistream.MAX_PROPOSALS; i++) {
      link.near().write(ascii("\u0003/x\n"));
    }
    loop.runFor(1);
    assertThat(responses.failures).hasSize(1);
  }

  @Test
  void anInitiatorThatSaysNothingTimesOut() {
    Multistream.answer(link.far(), responses, loop);
    loop.runFor(Multistream.TIMEOUT_MILLIS);
    assertThat(responses.failures)
        .extracting(MeshException::fault)
        .containsExactly(MeshException.Fault.TIMEOUT);
  }

  @Test
  void anAgreedChannelHasNoDeadline() {
    Multistream.answer(link.far(), responses, loop);
    link.near().write(ascii(HEADER + "\u0003/a\n"));
    loop.runFor(2 * Multistream.TIMEOUT_MILLIS);
    assertThat(responses.failures).isEmpty();
    assertThat(responses.after.failure()).isNull();
  }

  @Test
  void messagesMeanTheSameInWhateverPiecesTheyCome() {
    byte[] sent = ascii(HEADER + "\u0003/x\n\u0003/b\nleft over");
    SeededEntropy entropy = new SeededEntropy(3);
    for (int round = 0; round < 200; round++) {
      link = MemoryChannel.pair(loop, 0, MemoryChannel.UNLIMITED);
      Responses each = new Responses();
      Multistream.answer(link.far(), each, loop);
      Recorder near = Recorder.on(link.near());
      int most = round == 0 ? 1 : 1 + entropy.below(sent.length);
      for (int from = 0; from < sent.length; ) {
        int to = Math.min(sent.length, from + 1 + entropy.below(most));
        link.near().write(Arrays.copyOfRange(sent, from, to));
        from = to;
      }
      loop.runFor(1);
      assertThat(text(near)).isEqualTo(HEADER + "\u0003na\n\u0003/b\nhello");
      assertThat(text(each.after)).isEqualTo("left over");
    }
  }

  @Test
  void mutationsAgreeOrFailButThrowNothingElse() {
    byte[] sent = ascii(HEADER + "\u0003/x\n\u0003ls\n\u0003/b\nrest");
    SeededEntropy entropy = new SeededEntropy(5);
    int agreed = 0;
    int failed = 0;
    for (int round = 0; round < 5_000; round++) {
      byte[] mutated = sent.clone();
      for (int i = 0; i <= entropy.below(3); i++) {
        mutated[entropy.below(mutated.length)] = (byte) entropy.below(256);
      }
      link = MemoryChannel.pair(loop, 0, MemoryChannel.UNLIMITED);
      Responses each = new Responses();
      Multistream.answer(link.far(), each, loop);
      link.near().write(mutated);
      loop.runFor(1);
      agreed += each.agreedOn.size();
      failed += each.failures.size();
    }
    assertThat(agreed).isGreaterThan(100);
    assertThat(failed).isGreaterThan(1_000);
  }
}
