package dev.weft.e2e.hostile;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.ProtocolHandler;
import dev.weft.core.connection.Stream;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.protobuf.Delimited;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.teavm.jso.JSBody;

/**
 * Claims to have every block, and breaks the protocol: with its first frame, or in answer to a
 * want. One of mode {@code probes} keeps to it, and asks for all that it can name.
 */
final class RawExchange implements ProtocolHandler {
  /** A frame's length of 2^31 - 1. */
  private static final byte[] BOMB = {-1, -1, -1, -1, 7};

  /** One more than a peer may want at a time. */
  private static final int TOO_MANY_WANTS = 257;

  private static final Cid NO_SHARD = Cid.raw(new byte[32]);

  private final String mode;
  private final Map<Cid, Integer> blocks = new HashMap<>();
  private final List<Stream> streams = new ArrayList<>();
  private final Runnable whenAsked;

  /**
   * One that does not know the site's shards yet.
   *
   * @param mode one of {@link #answer}, {@link #greeting}, or {@code probes}
   */
  RawExchange(String mode, Runnable whenAsked) {
    this.mode = mode;
    this.whenAsked = whenAsked;
  }

  static boolean knows(String mode) {
    return List.of(
            "overruns",
            "repeats",
            "strays",
            "gaps",
            "beyond",
            "bombs",
            "floods",
            "misfits",
            "changes",
            "reaches",
            "doubles",
            "probes")
        .contains(mode);
  }

  void know(Cid shard, int count) {
    blocks.put(shard, count);
  }

  /** Keeps for the test what the victim says. */
  @JSBody(params = "what", script = "(self.told=self.told||[]).push(what)")
  private static native void keep(String what);

  void begin(Connection connection) {
    Stream out = connection.open(ExchangeWire.PROTOCOL);
    streams.add(out);
    out.receiver(new Frames(frame -> {}));
    blocks.forEach((shard, count) -> out.write(greeting(shard, count)));
  }

  /** What it says unasked: {@code misfits}, {@code changes}, {@code reaches}, {@code doubles}. */
  private byte[] greeting(Cid shard, int count) {
    return switch (mode) {
      case "misfits" -> ExchangeWire.have(shard, new byte[1 + (count + 7) / 8]);
      case "changes" ->
          Bytes.join(
              ExchangeWire.have(shard, HostileExchange.all(count)),
              ExchangeWire.numbers(ExchangeWire.CHANGES, shard, (count + 7) / 8 * 8));
      case "reaches" -> ExchangeWire.numbers(ExchangeWire.WANT, shard, Integer.MAX_VALUE);
      case "doubles" -> ExchangeWire.numbers(ExchangeWire.WANT, shard, 0, 0);
      case "probes" -> Bytes.join(wants(shard, count), wants(NO_SHARD, count));
      default -> ExchangeWire.have(shard, HostileExchange.all(count));
    };
  }

  /** Wants so many blocks of a shard, each by a frame of its own. */
  private static byte[] wants(Cid shard, int count) {
    byte[] wants = Bytes.NONE;
    for (int i = 0; i < count; i++) {
      wants = Bytes.join(wants, ExchangeWire.numbers(ExchangeWire.WANT, shard, i));
    }
    return wants;
  }

  @Override
  public void accept(Stream stream) {
    stream.receiver(new Frames(this::heard));
  }

  private void heard(byte[] frame) {
    Cid shard = ExchangeWire.shard(frame);
    if (frame[0] == ExchangeWire.WANT || frame[0] == ExchangeWire.WANT_LARGE) {
      whenAsked.run();
      byte[] answer = answer(shard, ExchangeWire.number(frame, 0));
      for (Stream out : streams) {
        out.write(answer);
      }
    } else if (frame[0] == ExchangeWire.HAVE) {
      int bits = 0;
      for (int i = ExchangeWire.BODY; i < frame.length; i++) {
        bits += Integer.bitCount(frame[i] & 0xff);
      }
      keep("has " + bits);
    } else if (frame[0] == ExchangeWire.SLICE || frame[0] == ExchangeWire.DONT_HAVE) {
      String what = frame[0] == ExchangeWire.SLICE ? "gives " : "refuses ";
      keep(what + (shard.equals(NO_SHARD) ? "unknown " : "") + ExchangeWire.number(frame, 0));
    }
  }

  /** In slices: a chunk has 64 KiB. */
  private static final int LONGER_THAN_A_CHUNK = 5;

  /**
   * What it answers to a want: {@code overruns}, {@code repeats}, {@code strays}, {@code gaps},
   * {@code beyond}, {@code bombs}, or {@code floods}.
   */
  private byte[] answer(Cid shard, int index) {
    int slice = ExchangeWire.SLICE_BYTES;
    byte[] block = new byte[LONGER_THAN_A_CHUNK * slice];
    return switch (mode) {
      case "overruns" -> {
        byte[] all = Bytes.NONE;
        for (int at = 0; at < block.length; at += slice) {
          all = Bytes.join(all, ExchangeWire.slice(shard, index, block, at, slice));
        }
        yield all;
      }
      case "repeats" ->
          Bytes.join(
              ExchangeWire.slice(shard, index, block, 0, slice),
              ExchangeWire.slice(shard, index, block, 0, slice));
      case "strays" -> ExchangeWire.slice(shard, index + 1, block, 0, slice);
      case "gaps" -> ExchangeWire.slice(shard, index, block, 1, slice);
      case "beyond" -> ExchangeWire.slice(shard, Integer.MAX_VALUE, block, 0, slice);
      case "bombs" -> BOMB;
      default -> {
        int[] numbers = new int[TOO_MANY_WANTS];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = i;
        }
        yield ExchangeWire.numbers(ExchangeWire.WANT, NO_SHARD, numbers);
      }
    };
  }

  /** What the victim sends, frame by frame; its end is no news. */
  private static final class Frames implements ByteChannel.Receiver {
    private final Delimited frames;

    Frames(Consumer<byte[]> frame) {
      frames = new Delimited(ExchangeWire.MAX_FRAME_BYTES, frame);
    }

    @Override
    public void data(byte[] bytes) {
      frames.feed(bytes);
    }

    @Override
    public void end() {}

    @Override
    public void failed(MeshException reason) {}
  }
}
