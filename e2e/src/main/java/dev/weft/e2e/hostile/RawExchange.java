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
import java.util.List;
import java.util.function.Consumer;

/** Claims to have every block, and answers a want with frames that break the protocol. */
final class RawExchange implements ProtocolHandler {
  /** A frame's length of 2^31 - 1. */
  private static final byte[] BOMB = {-1, -1, -1, -1, 7};

  /** One more than a peer may want at a time. */
  private static final int TOO_MANY_WANTS = 257;

  private final String mode;
  private final List<byte[]> haves = new ArrayList<>();
  private final List<Stream> streams = new ArrayList<>();
  private final Runnable whenAsked;

  /**
   * One that does not know the site's shards yet.
   *
   * @param mode {@code overruns}, {@code repeats}, {@code strays}, {@code bombs} or {@code floods}
   */
  RawExchange(String mode, Runnable whenAsked) {
    this.mode = mode;
    this.whenAsked = whenAsked;
  }

  static boolean knows(String mode) {
    return List.of("overruns", "repeats", "strays", "bombs", "floods").contains(mode);
  }

  void know(byte[] have) {
    haves.add(have);
  }

  void begin(Connection connection) {
    Stream out = connection.open(ExchangeWire.PROTOCOL);
    streams.add(out);
    out.receiver(new Wants(frame -> {}));
    for (byte[] have : haves) {
      out.write(have);
    }
  }

  @Override
  public void accept(Stream stream) {
    stream.receiver(
        new Wants(
            frame -> {
              if (frame[0] == ExchangeWire.WANT) {
                whenAsked.run();
                byte[] answer = answer(ExchangeWire.shard(frame), ExchangeWire.number(frame, 0));
                for (Stream out : streams) {
                  out.write(answer);
                }
              }
            }));
  }

  private byte[] answer(Cid shard, int index) {
    byte[] block = new byte[1 << 20];
    int slice = ExchangeWire.MAX_SLICE_BYTES;
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
      case "bombs" -> BOMB;
      default -> {
        int[] numbers = new int[TOO_MANY_WANTS];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = i;
        }
        yield ExchangeWire.numbers(ExchangeWire.WANT, Cid.raw(new byte[32]), numbers);
      }
    };
  }

  /** What the victim sends, frame by frame; its end is no news. */
  private static final class Wants implements ByteChannel.Receiver {
    private final Delimited frames;

    Wants(Consumer<byte[]> frame) {
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
