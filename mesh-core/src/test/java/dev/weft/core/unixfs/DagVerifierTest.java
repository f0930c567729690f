package dev.weft.core.unixfs;

import static dev.weft.core.multiformats.Refusals.assertRefused;
import static dev.weft.core.unixfs.TestDigests.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DagVerifierTest {
  private static final int CHUNK = BlockLayout.MIN_CHUNK_BYTES;

  private final BuiltFile file = new BuiltFile(176 * CHUNK + 100, CHUNK);
  private final List<Cid> blocks = file.preOrder();
  private final DagVerifier verifier = verifier(file.root.cid(), file.layout());

  private static DagVerifier verifier(Cid root, BlockLayout layout) {
    return new DagVerifier(root, layout, TestDigests.atOnce());
  }

  private byte[] bytes(int block) {
    return file.blocks.get(blocks.get(block));
  }

  @Test
  void learnsTheFileFromItsRootDown() {
    assertThat(verifier.cid(0)).isEqualTo(file.root.cid());
    assertThat(verifier.cid(1)).isNull();
    now(verifier.verify(0, bytes(0)));
    assertThat(verifier.cid(1)).isEqualTo(blocks.get(1));
    assertThat(verifier.cid(2)).isNull();
    int second = file.layout().child(0, 1);
    now(verifier.verify(second, bytes(second)));
    now(verifier.verify(1, bytes(1)));
    List<Integer> leaves = new ArrayList<>();
    for (int leaf = 0; leaf < file.layout().leafCount(); leaf++) {
      leaves.add(file.layout().blockOfLeaf(leaf));
    }
    Collections.shuffle(leaves, new Random(3));
    for (int block : leaves) {
      assertThat(verifier.cid(block)).isEqualTo(blocks.get(block));
      now(verifier.verify(block, bytes(block)));
    }
  }

  @Test
  void aFileOfOneBlockIsItsLeaf() {
    BuiltFile small = new BuiltFile(9, CHUNK);
    DagVerifier one = verifier(small.root.cid(), small.layout());
    now(one.verify(0, small.bytes));
    assertRefused("bad-block", () -> now(one.verify(0, new byte[9])));
  }

  @Test
  void refusesABlockWhoseNodeIsNotVerified() {
    assertFault(
        MeshException.Fault.LOCAL, "unknown-block", () -> now(verifier.verify(5, bytes(5))));
  }

  @Test
  void blamesTheSenderOfOtherBytes() {
    byte[] changed = bytes(0).clone();
    changed[40] ^= 1;
    assertRefused("bad-block", () -> now(verifier.verify(0, changed)));
    assertThat(verifier.cid(1)).isNull();
    assertRefused("bad-block", () -> now(verifier.verify(0, new byte[0])));
  }

  @Test
  void refusesALongBlockBeforeItsDigest() {
    DagVerifier noDigests =
        new DagVerifier(
            file.root.cid(),
            file.layout(),
            data -> {
              throw new AssertionError("digest of an over-long block");
            });
    assertRefused("bad-block", () -> now(noDigests.verify(0, new byte[CHUNK + 1])));
  }

  @Test
  void blamesTheManifestForAnotherSize() {
    long size = file.bytes.length;
    for (long claimed : new long[] {size - 1, size + 1, size - CHUNK, size + 3 * CHUNK}) {
      DagVerifier misled = verifier(file.root.cid(), new BlockLayout(claimed, CHUNK));
      assertContradiction(misled.verify(0, bytes(0)));
      assertThat(misled.cid(1)).isNull();
    }
    DagVerifier otherChunks = verifier(file.root.cid(), new BlockLayout(size, 2 * CHUNK));
    assertContradiction(otherChunks.verify(0, bytes(0)));
    BuiltFile small = new BuiltFile(9, CHUNK);
    assertContradiction(
        verifier(small.root.cid(), new BlockLayout(8, CHUNK)).verify(0, small.bytes));
  }

  @Test
  void blamesTheManifestForARootOfTheWrongKind() {
    Cid raw = Cid.raw(new byte[32]);
    assertFault(
        MeshException.Fault.LOCAL,
        "bad-dag",
        () -> verifier(raw, new BlockLayout(CHUNK + 1, CHUNK)));
    assertFault(
        MeshException.Fault.LOCAL,
        "bad-dag",
        () -> verifier(Cid.dagPb(new byte[32]), new BlockLayout(CHUNK, CHUNK)));
  }

  @Test
  void acceptsOnlyTheCanonicalFormOfANode() {
    byte[] data = new ProtoWriter().varint(1, 2).varint(3, CHUNK + 1).toBytes();
    byte[] link = new ProtoWriter().bytes(1, Cid.raw(new byte[32]).encode()).toBytes();
    List<byte[]> nodes = new ArrayList<>();
    nodes.add(new byte[0]);
    nodes.add(new byte[] {(byte) 0xff});
    nodes.add(new ProtoWriter().bytes(1, data).toBytes());
    nodes.add(new ProtoWriter().bytes(2, link).bytes(2, link).bytes(1, data).toBytes());
    nodes.add(new ProtoWriter().bytes(2, new byte[] {10, 0}).bytes(2, link).toBytes());
    byte[] good =
        FileNode.encode(
            List.of(
                new DagLink(Cid.raw(new byte[32]), CHUNK, CHUNK),
                new DagLink(Cid.raw(new byte[32]), 1, 1)));
    nodes.add(new ProtoWriter().bytes(3, good).toBytes());
    nodes.add(
        FileNode.encode(
            List.of(
                new DagLink(Cid.raw(new byte[32]), 1, 1),
                new DagLink(Cid.raw(new byte[32]), CHUNK, CHUNK))));
    nodes.add(
        FileNode.encode(
            List.of(
                new DagLink(Cid.dagPb(new byte[32]), CHUNK, CHUNK),
                new DagLink(Cid.raw(new byte[32]), 1, 1))));
    BlockLayout layout = new BlockLayout(CHUNK + 1, CHUNK);
    for (byte[] node : nodes) {
      Cid root = Cid.dagPb(TestDigests.digest(node));
      assertContradiction(verifier(root, layout).verify(0, node));
    }
    now(verifier(Cid.dagPb(TestDigests.digest(good)), layout).verify(0, good));
  }

  private static void assertContradiction(Promise<?> verified) {
    assertFault(MeshException.Fault.LOCAL, "bad-dag", () -> now(verified));
  }

  private static void assertFault(MeshException.Fault fault, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshException.class,
            failure -> {
              assertThat(failure.fault()).isEqualTo(fault);
              assertThat(failure.code()).isEqualTo(code);
            });
  }
}
