package dev.weft.core.unixfs;

import dev.weft.core.io.Bytes;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Uvarint;
import dev.weft.core.protobuf.ProtoWriter;
import java.util.Arrays;
import java.util.List;

/**
 * An inner node of a file's DAG as a block.
 *
 * <p>dag-pb (ipld specs, dag-pb): {@code PBNode {2 Links repeated {1 Hash, 2 Name, 3 Tsize}, 1
 * Data}}, links before data. Its data is UnixFS: {@code {1 Type = 2 (file), 3 filesize, 4
 * blocksizes repeated}}. The form is canonical: one node, one sequence of bytes.
 */
public final class FileNode {
  /** The largest link in bytes: a CID of 36, a size of up to 6, and 7 around them. */
  private static final int LINK_BYTES = 49;

  /** The largest block size, as a field. */
  private static final int BLOCK_SIZE_BYTES = 7;

  /** What is around links and block sizes, at most. */
  private static final int AROUND_BYTES = 16;

  /** The largest node in bytes: one of 174 links. */
  public static final int MAX_BYTES =
      BlockLayout.MAX_LINKS * (LINK_BYTES + BLOCK_SIZE_BYTES) + AROUND_BYTES;

  private static final int NODE_DATA = 1;
  private static final int NODE_LINKS = 2;
  private static final int LINK_HASH = 1;
  private static final int LINK_NAME = 2;
  private static final int LINK_TSIZE = 3;
  private static final int DATA_TYPE = 1;
  private static final int DATA_FILE_SIZE = 3;
  private static final int DATA_BLOCK_SIZES = 4;
  private static final int TYPE_FILE = 2;

  private final ProtoWriter node;
  private final ProtoWriter data;

  /** A node with so many children and that many bytes of the file below it. */
  private FileNode(int children, long fileBytes) {
    int dataBytes = children * BLOCK_SIZE_BYTES + AROUND_BYTES;
    node = new ProtoWriter(children * LINK_BYTES + dataBytes);
    data =
        new ProtoWriter(dataBytes).varint(DATA_TYPE, TYPE_FILE).varint(DATA_FILE_SIZE, fileBytes);
  }

  /** Adds a child. */
  private void link(Cid cid, long fileBytes, long dagBytes) {
    node.message(
        NODE_LINKS,
        new ProtoWriter()
            .bytes(LINK_HASH, cid.encode())
            .bytes(LINK_NAME, Bytes.NONE)
            .varint(LINK_TSIZE, dagBytes));
    data.varint(DATA_BLOCK_SIZES, fileBytes);
  }

  private byte[] toBytes() {
    return node.message(NODE_DATA, data).toBytes();
  }

  /** The block of a node with these children, in their order. */
  public static byte[] encode(List<DagLink> links) {
    long fileBytes = 0;
    for (DagLink link : links) {
      fileBytes += link.fileBytes();
    }
    FileNode node = new FileNode(links.size(), fileBytes);
    for (DagLink link : links) {
      node.link(link.cid(), link.fileBytes(), link.dagBytes());
    }
    return node.toBytes();
  }

  /** The block of an inner node of the layout, whose children have these names. */
  public static byte[] encode(BlockLayout layout, int block, Cid[] children) {
    FileNode node = new FileNode(children.length, layout.length(block));
    for (int i = 0; i < children.length; i++) {
      int child = layout.child(block, i);
      node.link(children[i], layout.length(child), layout.dagBytes(child));
    }
    return node.toBytes();
  }

  /** How many bytes such a block has, whatever the names. */
  static int size(BlockLayout layout, int block) {
    int linksBytes = 0;
    int dataBytes = 3 + Uvarint.size(layout.length(block));
    int children = layout.childCount(block);
    for (int i = 0; i < children; i++) {
      int child = layout.child(block, i);
      linksBytes += linkBytes(layout.dagBytes(child));
      dataBytes += 1 + Uvarint.size(layout.length(child));
    }
    return linksBytes + 1 + Uvarint.size(dataBytes) + dataBytes;
  }

  /** How many bytes a link takes: all but its Tsize, that many bytes below it, is of one length. */
  static int linkBytes(long dagBytes) {
    return 43 + Uvarint.size(dagBytes);
  }

  /** The digest that the link beginning there names its child by. */
  static byte[] digest(byte[] node, int link) {
    return Arrays.copyOfRange(node, link + 8, link + 40);
  }
}
