package dev.weft.core.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Muxer;
import dev.weft.testkit.MemoryChannel;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.VirtualLoop;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class YamuxSessionTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final MemoryChannel.Pair link = MemoryChannel.pair(loop, 5, MemoryChannel.UNLIMITED);

  private static final class Side implements Muxer.Listener {
    final YamuxSession session;
    final List<Recorder> incoming = new ArrayList<>();
    @Nullable MeshException closed;

    Side(YamuxSession session) {
      this.session = session;
      session.listener(this);
    }

    @Override
    public void opened(ByteChannel stream) {
      incoming.add(new Recorder(stream));
    }

    @Override
    public void closed(MeshException reason) {
      closed = reason;
    }
  }

  private static final class Recorder implements ByteChannel.Receiver {
    final ByteChannel channel;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean ended;
    @Nullable MeshException failure;

    Recorder(ByteChannel channel) {
      this.channel = channel;
      channel.receiver(this);
    }

    @Override
    public void data(byte[] more) {
      bytes.writeBytes(more);
    }

    @Override
    public void end() {
      ended = true;
    }

    @Override
    public void failed(MeshException reason) {
      failure = reason;
    }
  }

  private final Side dialler = new Side(new YamuxSession(loop, link.near(), true));

  private Side answerer() {
    return new Side(new YamuxSession(loop, link.far(), false));
  }

  /** The far end as raw bytes. */
  private Recorder wire() {
    return new Recorder(link.far());
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  @Test
  void theFirstBytesTravelWithTheOpeningOfTheStream() {
    Recorder wire = wire();
    dialler.session.open().write(new byte[] {7, 8});
    loop.runFor(10);
    assertThat(wire.bytes.toByteArray()).isEqualTo(hex("00 00 0001 00000001 00000002 0708"));
  }

  /** js-libp2p (yamux 8.0.1) closes a stream before it takes the body of the frame with FIN. */
  @Test
  void theEndOfADirectionHasAFrameOfItsOwn() {
    Recorder wire = wire();
    ByteChannel stream = dialler.session.open();
    stream.write(new byte[] {7});
    stream.finish();
    loop.runFor(10);
    assertThat(wire.bytes.toByteArray())
        .isEqualTo(hex("00 00 0001 00000001 00000001 07 00 01 0004 00000001 00000000"));
  }

  @Test
  void aStreamCarriesBytesBothWaysAndEndsEachDirectionByItself() {
    Side answerer = answerer();
    Recorder near = new Recorder(dialler.session.open());
    near.channel.write(new byte[] {1, 2, 3});
    near.channel.finish();
    loop.runFor(20);
    Recorder far = answerer.incoming.get(0);
    assertThat(far.bytes.toByteArray()).containsExactly(1, 2, 3);
    assertThat(far.ended).isTrue();
    far.channel.write(new byte[] {4});
    far.channel.finish();
    loop.runFor(20);
    assertThat(near.bytes.toByteArray()).containsExactly(4);
    assertThat(near.ended).isTrue();
    assertThat(dialler.session.openStreams()).isZero();
    assertThat(answerer.session.openStreams()).isZero();
  }

  @Test
  void aStreamOpenedByWindowUpdateAsJsLibp2pDoesIsAccepted() {
    Recorder wire = wire();
    wire.channel.write(hex("00 01 0001 00000002 00000000"));
    wire.channel.write(hex("00 00 0000 00000002 00000001 ff"));
    loop.runFor(20);
    assertThat(dialler.incoming.get(0).bytes.toByteArray()).containsExactly(0xff);
    assertThat(wire.bytes.toByteArray()).isEqualTo(hex("00 01 0002 00000002 00000000"));
  }

  @Test
  void manyBytesPassAWindowThatIsOpenedAsTheyAreRead() {
    Side answerer = answerer();
    byte[] sent = new SeededEntropy(1).bytes(3_000_000);
    ByteChannel stream = dialler.session.open();
    stream.write(sent.clone());
    loop.runFor(1_000);
    assertThat(answerer.incoming.get(0).bytes.toByteArray()).isEqualTo(sent);
  }

  @Test
  void aPausedStreamHoldsTheFarEndBackAtItsWindow() {
    Side answerer = answerer();
    ByteChannel stream = dialler.session.open();
    stream.write(new byte[] {0});
    loop.runFor(20);
    Recorder far = answerer.incoming.get(0);
    far.channel.pause();
    stream.write(new byte[1_000_000]);
    loop.runFor(1_000);
    assertThat(far.bytes.size()).isEqualTo(1);
    assertThat(stream.writable()).isZero();
    assertThat(link.near().writtenBytes()).isLessThan(300_000);
    far.channel.resume();
    loop.runFor(1_000);
    assertThat(far.bytes.size()).isEqualTo(1_000_001);
  }

  @Test
  void aWriterHearsWhenTheWindowOpensAgain() {
    Side answerer = answerer();
    ByteChannel stream = dialler.session.open();
    stream.write(new byte[Yamux.INITIAL_WINDOW_BYTES]);
    assertThat(stream.writable()).isZero();
    List<Integer> room = new ArrayList<>();
    stream.onWritable(() -> room.add(stream.writable()));
    loop.runFor(100);
    assertThat(answerer.incoming).hasSize(1);
    assertThat(room).hasSize(1);
    assertThat(room.get(0)).isPositive();
  }

  @Test
  void aResetEndsBothDirectionsAtOnce() {
    Side answerer = answerer();
    Recorder near = new Recorder(dialler.session.open());
    near.channel.write(new byte[] {1});
    loop.runFor(20);
    answerer.incoming.get(0).channel.abort(MeshException.closed("enough"));
    loop.runFor(20);
    assertThat(near.failure).isNotNull();
    assertThat(dialler.session.openStreams() + answerer.session.openStreams()).isZero();
  }

  @Test
  void moreBytesThanTheWindowEndTheSessionWithAProtocolError() {
    Recorder wire = wire();
    wire.channel.write(hex("00 00 0001 00000002 00040001"));
    loop.runFor(20);
    assertThat(dialler.closed).extracting("fault").isEqualTo(MeshException.Fault.PEER);
    assertThat(wire.bytes.toByteArray()).isEqualTo(hex("00 03 0000 00000000 00000001"));
  }

  @Test
  void framesThatBreakTheProtocolEndTheSession() {
    for (String frame :
        List.of(
            "01 00 0001 00000002 00000000", // version
            "00 04 0000 00000000 00000000", // type
            "00 00 0001 00000001 00000000", // an id of ours
            "00 00 0001 00000000 00000000", // the session's id
            "00 00 0001 00000002 80000000", // length over 2^31 - 1
            "00 02 0001 00000002 00000000")) { // a ping on a stream
      MemoryChannel.Pair pair = MemoryChannel.pair(loop, 0, MemoryChannel.UNLIMITED);
      Side side = new Side(new YamuxSession(loop, pair.near(), true));
      pair.far().write(hex(frame));
      loop.runFor(10);
      assertThat(side.closed).as(frame).extracting("fault").isEqualTo(MeshException.Fault.PEER);
    }
  }

  @Test
  void aWindowOver2To31EndsTheSession() {
    dialler.session.open().write(new byte[] {1});
    wire().channel.write(hex("00 01 0000 00000001 7fffffff"));
    loop.runFor(20);
    assertThat(dialler.closed).extracting("code").isEqualTo("yamux-window");
  }

  @Test
  void streamsBeyondTheBoundAreResetAndTheSessionGoesOn() {
    Recorder wire = wire();
    for (int i = 1; i <= Yamux.MAX_STREAMS + 1; i++) {
      wire.channel.write(Yamux.header(Yamux.WINDOW_UPDATE, Yamux.SYN, 2 * i, 0));
    }
    loop.runFor(50);
    assertThat(dialler.incoming).hasSize(Yamux.MAX_STREAMS);
    assertThat(dialler.closed).isNull();
    assertThat(HexFormat.of().formatHex(wire.bytes.toByteArray()))
        .contains("00010008%08x00000000".formatted(2 * (Yamux.MAX_STREAMS + 1)));
  }

  @Test
  void pausedStreamsTogetherHoldNoMoreThanTheSessionsBound() {
    Recorder wire = wire();
    int streams = Yamux.MAX_HELD_BYTES / Yamux.INITIAL_WINDOW_BYTES + 2;
    for (int i = 1; i <= streams; i++) {
      wire.channel.write(Yamux.header(Yamux.WINDOW_UPDATE, Yamux.SYN, 2 * i, 0));
    }
    loop.runFor(50);
    dialler.incoming.forEach(stream -> stream.channel.pause());
    for (int i = 1; i <= streams; i++) {
      int window = Yamux.INITIAL_WINDOW_BYTES;
      wire.channel.write(Yamux.frame(Yamux.DATA, 0, 2 * i, window, window));
    }
    loop.runFor(500);
    assertThat(dialler.incoming.stream().filter(stream -> stream.failure != null)).hasSize(2);
    assertThat(dialler.closed).isNull();
  }

  @Test
  void aPingIsAnsweredWithItsValue() {
    Recorder wire = wire();
    wire.channel.write(hex("00 02 0001 00000000 cafebabe"));
    loop.runFor(20);
    assertThat(wire.bytes.toByteArray()).isEqualTo(hex("00 02 0002 00000000 cafebabe"));
  }

  @Test
  void anIdleSessionIsKeptAliveAndASilentOneIsGivenUp() {
    answerer();
    loop.runFor(300_000);
    assertThat(dialler.closed).isNull();
    link.far().silence();
    loop.runFor(Yamux.PING_INTERVAL_MILLIS + Yamux.PING_TIMEOUT_MILLIS);
    assertThat(dialler.closed).extracting("fault").isEqualTo(MeshException.Fault.TIMEOUT);
  }

  @Test
  void closingTellsTheFarEndAndFailsWhatIsOpen() {
    Side answerer = answerer();
    Recorder near = new Recorder(dialler.session.open());
    near.channel.write(new byte[] {1});
    loop.runFor(20);
    dialler.session.close();
    loop.runFor(20);
    assertThat(near.failure).isNotNull();
    assertThat(answerer.closed).isNotNull();
    assertThat(answerer.incoming.get(0).failure).isNotNull();
    assertThatThrownBy(() -> dialler.session.open()).isInstanceOf(MeshException.class);
  }

  @Test
  void afterGoAwayNoStreamIsOpenedAndTheOpenOnesGoOn() {
    Recorder wire = wire();
    Recorder near = new Recorder(dialler.session.open());
    near.channel.write(new byte[] {1});
    wire.channel.write(hex("00 03 0000 00000000 00000000 00 00 0000 00000001 00000001 05"));
    loop.runFor(20);
    assertThat(near.bytes.toByteArray()).containsExactly(5);
    assertThatThrownBy(() -> dialler.session.open()).isInstanceOf(MeshException.class);
  }

  @Test
  void framesMeanTheSameInWhateverPiecesTheyCome() {
    byte[] frames =
        hex(
            "00 01 0001 00000002 00000000 00 00 0000 00000002 00000003 010203"
                + "00 01 0001 00000004 00000010 00 00 0004 00000002 00000001 04");
    SeededEntropy entropy = new SeededEntropy(9);
    for (int round = 0; round < 200; round++) {
      MemoryChannel.Pair pair = MemoryChannel.pair(loop, 0, MemoryChannel.UNLIMITED);
      Side side = new Side(new YamuxSession(loop, pair.near(), true));
      int most = round == 0 ? 1 : 1 + entropy.below(frames.length);
      for (int from = 0; from < frames.length; ) {
        int count = Math.min(frames.length - from, 1 + entropy.below(most));
        byte[] piece = new byte[count];
        System.arraycopy(frames, from, piece, 0, count);
        pair.far().write(piece);
        from += count;
      }
      loop.runFor(5);
      assertThat(side.incoming).hasSize(2);
      assertThat(side.incoming.get(0).bytes.toByteArray()).containsExactly(1, 2, 3, 4);
      assertThat(side.incoming.get(0).ended).isTrue();
    }
  }

  @Test
  void mutatedFramesEndTheSessionOrAreTakenButNothingElseIsThrown() {
    byte[] frames =
        hex(
            "00 01 0001 00000002 00000000 00 00 0000 00000002 00000003 010203"
                + "00 02 0001 00000000 00000001 00 01 0000 00000002 00000100 00 03 0000 00000000 00000000");
    SeededEntropy entropy = new SeededEntropy(4);
    int ended = 0;
    for (int round = 0; round < 5_000; round++) {
      byte[] mutated = frames.clone();
      for (int i = 0; i <= entropy.below(4); i++) {
        mutated[entropy.below(mutated.length)] = (byte) entropy.below(256);
      }
      MemoryChannel.Pair pair = MemoryChannel.pair(loop, 0, MemoryChannel.UNLIMITED);
      Side side = new Side(new YamuxSession(loop, pair.near(), true));
      side.session.data(mutated);
      ended += side.closed == null ? 0 : 1;
      side.session.close();
    }
    assertThat(ended).isBetween(500, 4_500);
  }
}
