package dev.weft.core.unixfs;

import dev.weft.core.multiformats.Cid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A file of seeded bytes with its real blocks. */
final class BuiltFile {
  final byte[] bytes;
  final int chunkBytes;
  final DagLink root;

  /** In the order in which the builder gave them. */
  final List<Cid> order = new ArrayList<>();

  final Map<Cid, byte[]> blocks = new HashMap<>();

  BuiltFile(int size, int chunkBytes) {
    bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    this.chunkBytes = chunkBytes;
    DagBuilder builder = new DagBuilder(chunkBytes, TestDigests.atOnce(), this::add);
    TestDigests.now(builder.write(bytes));
    root = TestDigests.now(builder.finish());
  }

  private void add(Cid cid, byte[] block) {
    order.add(cid);
    blocks.put(cid, block);
  }

  BlockLayout layout() {
    return new BlockLayout(bytes.length, chunkBytes);
  }

  /** The CIDs in pre-order, by following the links. */
  List<Cid> preOrder() {
    List<Cid> all = new ArrayList<>();
    visit(root.cid(), all);
    return all;
  }

  private void visit(Cid cid, List<Cid> all) {
    all.add(cid);
    if (cid.codec() == Cid.DAG_PB) {
      for (DagLink link : FileNode.links(blocks.get(cid))) {
        visit(link.cid(), all);
      }
    }
  }
}
