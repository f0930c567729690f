package dev.weft.core.unixfs;

import static dev.weft.core.multiformats.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.multiformats.Cid;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockLayoutTest {
  private static final int CHUNK = BlockLayout.MIN_CHUNK_BYTES;

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        CHUNK - 1,
        CHUNK,
        CHUNK + 1,
        5 * CHUNK - 7,
        174 * CHUNK,
        174 * CHUNK + 1,
        2 * 174 * CHUNK,
        2 * 174 * CHUNK + 3 * CHUNK + 9
      })
  void agreesWithARealDag(int size) {
    BuiltFile file = new BuiltFile(size, CHUNK);
    BlockLayout layout = file.layout();
    List<Cid> blocks = file.preOrder();
    assertThat(layout.blockCount()).isEqualTo(blocks.size());
    int leaf = 0;
    for (int block = 0; block < blocks.size(); block++) {
      Cid cid = blocks.get(block);
      byte[] bytes = file.blocks.get(cid);
      assertThat(layout.isLeaf(block)).isEqualTo(cid.codec() == Cid.RAW);
      assertThat(layout.firstLeaf(block)).isEqualTo(leaf);
      assertThat(layout.blockSize(block)).isEqualTo(bytes.length);
      if (layout.isLeaf(block)) {
        int from = (int) layout.offset(block);
        int to = from + (int) layout.length(block);
        assertThat(bytes).isEqualTo(Arrays.copyOfRange(file.bytes, from, to));
        assertThat(layout.blockOfLeaf(leaf)).isEqualTo(block);
        assertThat(layout.childCount(block)).isZero();
        leaf++;
      } else {
        List<DagLink> links = BuiltFile.links(bytes);
        assertThat(layout.childCount(block)).isEqualTo(links.size());
        for (int i = 0; i < links.size(); i++) {
          int child = layout.child(block, i);
          assertThat(blocks.get(child)).isEqualTo(links.get(i).cid());
          assertThat(layout.parent(child)).isEqualTo(block);
          assertThat(layout.height(child)).isEqualTo(layout.height(block) - 1);
        }
      }
    }
    assertThat(leaf).isEqualTo(layout.leafCount());
    assertThat(layout.parent(0)).isEqualTo(-1);
    assertThat(layout.length(0)).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({
    "1099511627776, 65536",
    "1099511627776, 1048576",
    "200000000, 65536",
    "1984542720, 65536",
    "345309999999, 65536"
  })
  void holdsTogetherForFilesTooLargeToBuild(long size, int chunk) {
    BlockLayout layout = new BlockLayout(size, chunk);
    Random random = new Random(size);
    for (int round = 0; round < 20_000; round++) {
      int leaf = round == 0 ? layout.leafCount() - 1 : random.nextInt(layout.leafCount());
      int block = layout.blockOfLeaf(leaf);
      assertThat(layout.firstLeaf(block)).isEqualTo(leaf);
      assertThat(layout.isLeaf(block)).isTrue();
      assertThat(layout.leafAt(layout.offset(block))).isEqualTo(leaf);
      assertThat(layout.leafAt(layout.offset(block) + layout.length(block) - 1)).isEqualTo(leaf);
      int node = random.nextInt(layout.blockCount());
      long below = 0;
      for (int i = 0; i < layout.childCount(node); i++) {
        below += layout.length(layout.child(node, i));
      }
      assertThat(below).isEqualTo(layout.isLeaf(node) ? 0 : layout.length(node));
    }
    assertThat(layout.blockOfLeaf(layout.leafCount() - 1)).isEqualTo(layout.blockCount() - 1);
    assertThat(layout.length(0)).isEqualTo(size);
  }

  @Test
  void countsTheLargestFile() {
    BlockLayout layout = new BlockLayout(BlockLayout.MAX_FILE_BYTES, CHUNK);
    assertThat(layout.leafCount()).isEqualTo(1 << 24);
    // Each level has a 174th of the one below, rounded up: 96,421, then 555, 4 and the root.
    assertThat(layout.blockCount()).isEqualTo((1 << 24) + 96_421 + 555 + 4 + 1);
    assertThat(layout.height(0)).isEqualTo(4);
  }

  @Test
  void refusesSizesOutOfBounds() {
    assertRefused("bad-layout", () -> new BlockLayout(-1, CHUNK));
    assertRefused("bad-layout", () -> new BlockLayout(BlockLayout.MAX_FILE_BYTES + 1, CHUNK));
    assertRefused("bad-layout", () -> new BlockLayout(1, CHUNK / 2));
    assertRefused("bad-layout", () -> new BlockLayout(1, 2 * BlockLayout.MAX_CHUNK_BYTES));
    assertRefused("bad-layout", () -> new BlockLayout(1, CHUNK + 1));
    assertRefused("bad-layout", () -> new BlockLayout(1, Integer.MIN_VALUE));
  }
}
