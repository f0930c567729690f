package dev.weft.bench.core;

import dev.weft.core.connection.IdentifyMessage;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.io.Digests;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.unixfs.DagBuilder;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmDigests;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** CIDs, UnixFS, protobuf and bitfields: what is done for each block, file or message. */
@State(Scope.Thread)
public class FormatBenchmark {
  private static final int FILE_BYTES = 1 << 20;
  private static final int CHUNK_BYTES = 256 * 1024;

  private final Digests digests = new JvmDigests(Effects.direct());
  private final byte[] file = noise(FILE_BYTES);
  private final byte[] block = noise(CHUNK_BYTES);
  private final byte[] digest = Sha256.digest(block);
  private final Cid cid = Cid.raw(digest);
  private final byte[] binary = cid.encode();
  private final String text = cid.toString();
  private final byte[] identify = Messages.identify().encode();
  private final IdentifyMessage message = Messages.identify();
  private final byte[] bits = noise(Messages.SHARD_BLOCKS / 8);

  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** A raw block's CID: SHA-256 of 256 KiB by the platform. */
  @Benchmark
  public void cidOf256KiB(Blackhole hole) {
    digests.sha256(block).then(made -> hole.consume(Cid.raw(made)), hole::consume);
  }

  /** From the binary form. */
  @Benchmark
  public Cid cidDecode() {
    return Cid.decode(binary);
  }

  /** From the base32 text. */
  @Benchmark
  public Cid cidParse() {
    return Cid.parse(text);
  }

  /** To the base32 text. */
  @Benchmark
  public String cidToText() {
    return cid.toString();
  }

  /** A file of 1 MiB as a UnixFS DAG of four leaves and a root. */
  @Benchmark
  public void unixFsOf1MiB(Blackhole hole) {
    DagBuilder builder = new DagBuilder(CHUNK_BYTES, digests, (made, bytes) -> hole.consume(made));
    builder.write(file).then(done -> hole.consume(done), hole::consume);
    builder.finish().then(root -> hole.consume(root), hole::consume);
  }

  /** SHA-256 of 256 KiB in plain Java, as the handshake's transcript has it. */
  @Benchmark
  public byte[] sha256InJavaOf256KiB() {
    return Sha256.digest(block);
  }

  /** An identify message with ten addresses, to protobuf. */
  @Benchmark
  public byte[] protobufEncode() {
    return message.encode();
  }

  /** The same from protobuf. */
  @Benchmark
  public IdentifyMessage protobufDecode() {
    return IdentifyMessage.decode(identify);
  }

  /** The frame that says what a page has of a full shard. */
  @Benchmark
  public byte[] bitfieldOfAShard() {
    return ExchangeWire.have(cid, bits);
  }
}
