package dev.weft.e2e.hostile;

import dev.weft.core.io.Digests;
import dev.weft.core.io.Promise;
import dev.weft.core.unixfs.DagBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Blocks that pass for those of a site's file of 2 to 174 chunks.
 *
 * <ul>
 *   <li>{@code leaf}: the true ones, but for one bit of the last leaf;
 *   <li>{@code node}: the true ones, but for one bit of the root node, which names the leaves;
 *   <li>{@code forges}: those of another file of the same size, whose root node names its leaves
 *       rightly: all that the peer says agrees with what else it says.
 * </ul>
 */
final class Forgery {
  private Forgery() {}

  static boolean knows(String mode) {
    return List.of("leaf", "node", "forges").contains(mode);
  }

  /** The blocks in DAG pre-order. */
  static Promise<List<byte[]>> blocks(String mode, Digests digests, int chunkBytes, byte[] file) {
    byte[] content = file.clone();
    if (mode.equals("forges")) {
      Arrays.fill(content, (byte) 0x66);
    }
    List<byte[]> blocks = new ArrayList<>();
    DagBuilder builder = new DagBuilder(chunkBytes, digests, (cid, bytes) -> blocks.add(bytes));
    return builder
        .write(content)
        .flatMap(done -> builder.finish())
        .map(
            root -> {
              // The builder gives the root last.
              blocks.add(0, blocks.remove(blocks.size() - 1));
              if (mode.equals("leaf")) {
                flipLastBit(blocks.get(blocks.size() - 1));
              } else if (mode.equals("node")) {
                flipLastBit(blocks.get(0));
              }
              return blocks;
            });
  }

  private static void flipLastBit(byte[] block) {
    block[block.length - 1] ^= 1;
  }
}
