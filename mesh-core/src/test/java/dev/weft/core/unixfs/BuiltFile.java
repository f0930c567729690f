package dev.weft.core.unixfs;

import dev.weft.core.multiformats.Cid;
import dev.weft.core.protobuf.ProtoReader;
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
      for (DagLink link : links(blocks.get(cid))) {
        visit(link.cid(), all);
      }
    }
  }

  /** The links of a node. Their {@code fileBytes} are 0. */
  static List<DagLink> links(byte[] block) {
    List<DagLink> links = new ArrayList<>();
    ProtoReader node = new ProtoReader(block);
    while (node.next()) {
      if (node.field() == 2) {
        links.add(link(node.message()));
      }
    }
    return links;
  }

  private static DagLink link(ProtoReader reader) {
    byte[] hash = {};
    long dagBytes = 0;
    while (reader.next()) {
      if (reader.field() == 1) {
        hash = reader.bytes();
      } else if (reader.field() == 3) {
        dagBytes = reader.varint();
      }
    }
    return new DagLink(Cid.decode(hash), 0, dagBytes);
  }
}
