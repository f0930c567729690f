package dev.weft.testkit.decoders;

import dev.weft.testkit.VirtualLoop;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Hands a stream's bytes to whoever reads them, whole or in pieces, and then perhaps its end. */
class StreamReader implements Decoder.Reader {
  private final VirtualLoop loop;
  private final Transcript transcript;
  private final Consumer<byte[]> target;
  private final Runnable end;

  /** What the attacker's bytes go to, and what happens when it has sent them all. */
  StreamReader(VirtualLoop loop, Transcript transcript, Consumer<byte[]> target, Runnable end) {
    this.loop = loop;
    this.transcript = transcript;
    this.target = target;
    this.end = end;
  }

  /** A stream that stays open. */
  static StreamReader open(VirtualLoop loop, Transcript transcript, HostileWire wire) {
    return new StreamReader(loop, transcript, wire::send, () -> {});
  }

  /** A stream that the attacker finishes. */
  static StreamReader ending(VirtualLoop loop, Transcript transcript, HostileWire wire) {
    return new StreamReader(loop, transcript, wire::send, wire::sendEnd);
  }

  @Override
  public Supplier<byte[]> read(byte[] input) {
    transcript.begin();
    target.accept(input);
    return end();
  }

  /** The same in pieces of so many bytes. */
  Supplier<byte[]> readInPieces(byte[] input, int pieceBytes) {
    transcript.begin();
    for (int at = 0; at < input.length; at += pieceBytes) {
      target.accept(Arrays.copyOfRange(input, at, Math.min(input.length, at + pieceBytes)));
    }
    return end();
  }

  private Supplier<byte[]> end() {
    loop.runReady();
    end.run();
    loop.runReady();
    return transcript::bytes;
  }

  Transcript transcript() {
    return transcript;
  }
}
