package dev.weft.core.unixfs;

import static dev.weft.core.unixfs.TestDigests.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whether the CIDs are those of ipfs-unixfs-importer is tested in e2e, against it. */
class DagBuilderTest {
  private static final int CHUNK = BlockLayout.MIN_CHUNK_BYTES;

  @Test
  void anEmptyFileIsAnEmptyLeaf() {
    BuiltFile file = new BuiltFile(0, CHUNK);
    assertThat(file.root.cid())
        .hasToString("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
    assertThat(file.order).containsExactly(file.root.cid());
    assertThat(file.root.fileBytes()).isZero();
  }

  @Test
  void aFileOfOneChunkIsOneRawBlock() {
    BuiltFile file = new BuiltFile(CHUNK, CHUNK);
    assertThat(file.root.cid()).isEqualTo(Cid.raw(TestDigests.digest(file.bytes)));
    assertThat(file.blocks.get(file.root.cid())).isEqualTo(file.bytes);
  }

  @Test
  void aNodeComesRightAfterItsLastChildAndTheRootLast() {
    BuiltFile file = new BuiltFile(175 * CHUNK, CHUNK);
    assertThat(file.order).hasSize(175 + 2 + 1);
    for (int i = 0; i < file.order.size(); i++) {
      boolean node = i == 174 || i >= 176;
      assertThat(file.order.get(i).codec()).isEqualTo(node ? Cid.DAG_PB : Cid.RAW);
    }
    assertThat(file.order).last().isEqualTo(file.root.cid());
    assertThat(file.root.fileBytes()).isEqualTo(175L * CHUNK);
    long all = file.blocks.values().stream().mapToLong(block -> block.length).sum();
    assertThat(file.root.dagBytes()).isEqualTo(all);
  }

  @Test
  void piecesAndTheOrderOfDigestsDoNotMatter() {
    BuiltFile whole = new BuiltFile(180 * CHUNK + 5, CHUNK);
    for (int seed = 0; seed < 6; seed++) {
      Random random = new Random(seed);
      TestDigests digests = TestDigests.late(seed);
      List<Cid> order = new ArrayList<>();
      DagBuilder builder = new DagBuilder(CHUNK, digests, (cid, bytes) -> order.add(cid));
      int most = seed == 0 ? whole.bytes.length : 1 << random.nextInt(10, 19);
      for (int at = 0; at < whole.bytes.length; ) {
        int end = Math.min(whole.bytes.length, at + 1 + random.nextInt(most));
        Promise<Done> written = builder.write(Arrays.copyOfRange(whole.bytes, at, end));
        while (!written.isSettled()) {
          assertThat(digests.answerOne()).isTrue();
        }
        at = end;
      }
      Promise<DagLink> root = builder.finish();
      while (digests.answerOne()) {
        // until all have answered
      }
      assertThat(now(root)).isEqualTo(whole.root);
      assertThat(order).containsExactlyElementsOf(whole.order);
      assertThat(digests.mostPending).isLessThanOrEqualTo(DagBuilder.MAX_IN_FLIGHT + 1);
    }
  }

  @Test
  void stopsWhenADigestFails() {
    List<Cid> blocks = new ArrayList<>();
    DagBuilder builder =
        new DagBuilder(
            CHUNK,
            data -> Promise.failed(MeshException.local("no-digest", "")),
            (cid, bytes) -> blocks.add(cid));
    Promise<Done> written = builder.write(new byte[CHUNK]);
    assertThatThrownBy(() -> now(written)).isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> now(builder.write(new byte[1]))).isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> now(builder.finish())).isInstanceOf(MeshException.class);
    assertThat(blocks).isEmpty();
  }

  @Test
  void refusesAChunkSizeThatNoLayoutHas() {
    assertThatThrownBy(() -> new DagBuilder(1000, TestDigests.atOnce(), (cid, bytes) -> {}))
        .isInstanceOf(MeshException.class);
  }
}
