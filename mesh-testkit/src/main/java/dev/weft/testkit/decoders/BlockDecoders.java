package dev.weft.testkit.decoders;

import static dev.weft.testkit.decoders.Decoders.stream;

import dev.weft.core.bitswap.BitswapSession;
import dev.weft.core.bitswap.BitswapWire;
import dev.weft.core.cache.BlockCache;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.exchange.ExchangeNode;
import dev.weft.core.exchange.ExchangeSession;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.exchange.PeerSession;
import dev.weft.core.exchange.Uploads;
import dev.weft.core.exchange.Want;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.testkit.MemoryBlocks;
import dev.weft.testkit.VirtualLoop;
import java.util.List;

/** Packages {@code exchange} and {@code bitswap}: what peers send about blocks. */
final class BlockDecoders {
  private static final int BLOCKS = 4;
  private static final int BLOCK_BYTES = 24;
  private static final Cid SHARD = Cid.raw(Sha256.digest(new byte[1]));

  private BlockDecoders() {}

  static void add(List<Decoder> all) {
    exchange(all);
    bitswap(all);
  }

  private static void exchange(List<Decoder> all) {
    Cid unknown = Cid.raw(Sha256.digest());
    byte[] have = ExchangeWire.have(SHARD, new byte[] {5});
    byte[] changes = ExchangeWire.numbers(ExchangeWire.CHANGES, SHARD, 1, 2 | ExchangeWire.GONE);
    byte[] wants = ExchangeWire.numbers(ExchangeWire.WANT, SHARD, 0, 3);
    byte[] cancel = ExchangeWire.numbers(ExchangeWire.CANCEL, SHARD, 3);
    byte[] block = new byte[BLOCK_BYTES];
    byte[] half = ExchangeWire.slice(SHARD, 0, block, 0, BLOCK_BYTES / 2);
    byte[] rest = ExchangeWire.slice(SHARD, 0, block, BLOCK_BYTES / 2, BLOCK_BYTES / 2);
    byte[] whole = ExchangeWire.slice(SHARD, 1, block, 0, BLOCK_BYTES);
    byte[] refused = ExchangeWire.numbers(ExchangeWire.DONT_HAVE, SHARD, 1);
    all.add(
        stream(
            "exchange",
            List.of("exchange.PeerSession", "exchange.ExchangeSession", "exchange.ExchangeWire"),
            ExchangeWire.MAX_FRAME_BYTES,
            Stub::exchange,
            Bytes.join(have, changes),
            Bytes.join(wants, cancel),
            Bytes.join(half, rest, whole),
            Bytes.join(have, half, refused),
            Bytes.join(
                ExchangeWire.have(unknown, new byte[20]),
                ExchangeWire.numbers(ExchangeWire.WANT, unknown, 7))));
  }

  private static void bitswap(List<Decoder> all) {
    Cid held = name(0);
    Cid unknown = name(BLOCKS);
    byte[] want = BitswapWire.entry(held, BitswapWire.WANT_BLOCK);
    byte[] cancel = BitswapWire.entry(held, BitswapWire.CANCEL);
    byte[] ask = BitswapWire.entry(unknown, BitswapWire.WANT_HAVE);
    byte[] list =
        Delimited.frame(
            new ProtoWriter()
                .message(
                    1,
                    new ProtoWriter()
                        .message(1, entry(held).varint(2, 1).varint(4, 1))
                        .message(1, entry(unknown).varint(5, 1))
                        .varint(2, 1))
                .varint(5, 0)
                .toBytes());
    all.add(
        stream(
            "bitswap",
            List.of("bitswap.BitswapSession", "bitswap.BitswapWire"),
            BitswapWire.MAX_MESSAGE_BYTES,
            Stub::bitswap,
            Bytes.join(want, ask, cancel),
            list,
            BitswapWire.block(name(1), block(1)),
            BitswapWire.presence(held.encode(), true),
            Bytes.join(
                BitswapWire.presence(name(2).encode(), false),
                BitswapWire.block(name(3), block(3)))));
  }

  private static ProtoWriter entry(Cid cid) {
    return new ProtoWriter().bytes(1, cid.encode());
  }

  private static byte[] block(int index) {
    byte[] block = new byte[BLOCK_BYTES];
    block[0] = (byte) index;
    return block;
  }

  private static Cid name(int index) {
    return Cid.raw(Sha256.digest(block(index)));
  }

  /** A node with one shard of four blocks, of which it has and wants all. */
  private static final class Stub implements ExchangeNode {
    private final Transcript transcript;

    Stub(Transcript transcript) {
      this.transcript = transcript;
    }

    static Decoder.Reader exchange() {
      VirtualLoop loop = new VirtualLoop();
      HostileConnection attacker = new HostileConnection();
      Stub stub = new Stub(attacker.transcript);
      return stub.reader(
          loop, attacker, new ExchangeSession(attacker, loop, stub, new Uploads(loop, 4)));
    }

    static Decoder.Reader bitswap() {
      VirtualLoop loop = new VirtualLoop();
      HostileConnection attacker = new HostileConnection();
      Stub stub = new Stub(attacker.transcript);
      MemoryBlocks storage = new MemoryBlocks(loop);
      BlockCache cache =
          new BlockCache(
              loop, bytes -> Promise.of(Sha256.digest(bytes)), storage, storage, BLOCK_BYTES);
      cache.put(name(0), name(0), 0, block(0));
      loop.runReady();
      BitswapSession session =
          new BitswapSession(attacker, loop, stub, new Uploads(loop, 4), cache);
      session.ask(name(0), SHARD, 0, BLOCKS);
      return stub.reader(loop, attacker, session);
    }

    private Decoder.Reader reader(
        VirtualLoop loop, HostileConnection attacker, PeerSession session) {
      HostileWire wire = attacker.stream(attacker.latest().protocol());
      session.accept(wire);
      for (int i = 0; i < BLOCKS; i++) {
        session.want(SHARD, i, name(i), this::heard);
      }
      return StreamReader.ending(loop, transcript, wire);
    }

    private void heard(Want want) {
      transcript.add(Transcript.NOTED, want.lost ? "lost" : "+" + want.received);
    }

    @Override
    public int blocks(Cid shard) {
      return shard.equals(SHARD) ? BLOCKS : -1;
    }

    @Override
    public int blockSize(Cid shard, int index) {
      return BLOCK_BYTES;
    }

    @Override
    public Promise<byte[]> read(Cid shard, int index) {
      return Promise.of(new byte[BLOCK_BYTES]);
    }

    @Override
    public void haveChanged(PeerSession session) {
      transcript.add(Transcript.NOTED, "have");
    }

    @Override
    public void over(PeerSession session, MeshException reason) {
      transcript.broken(reason);
    }
  }
}
