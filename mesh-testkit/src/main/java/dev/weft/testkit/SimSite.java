package dev.weft.testkit;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.fetch.SiteAssets;
import dev.weft.core.io.Promise;
import dev.weft.core.manifest.GzipVariant;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.unixfs.BlockLayout;
import dev.weft.core.unixfs.DagBuilder;
import dev.weft.core.unixfs.DagLink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A site's files, the blocks they consist of, and one shard that lists them all. */
public final class SimSite {
  /** One block of a file. */
  public static final class Block {
    /** Its name. */
    public final Cid cid;

    /** Its bytes. */
    public final byte[] bytes;

    Block(Cid cid, byte[] bytes) {
      this.cid = cid;
      this.bytes = bytes;
    }
  }

  /** One file. */
  public static final class File {
    /** Where it is at the origin. */
    public final String path;

    /** Its bytes. */
    public final byte[] bytes;

    /** What the origin would send for it. */
    public final long encodedSize;

    /** Its name. */
    public final Cid root;

    /** Its blocks, in the order in which the builder makes them. */
    public final List<Block> blocks;

    File(String path, byte[] bytes, long encodedSize, Cid root, List<Block> blocks) {
      this.path = path;
      this.bytes = bytes;
      this.encodedSize = encodedSize;
      this.root = root;
      this.blocks = blocks;
    }
  }

  private final int chunkBytes;
  private final Map<String, File> files = new TreeMap<>();

  /** By the files' paths: their gzip variants. */
  private final Map<String, File> variants = new HashMap<>();

  /** A site without files. */
  public SimSite(int chunkBytes) {
    this.chunkBytes = chunkBytes;
  }

  /** Adds a file that the origin sends as it is. */
  public File put(String path, byte[] bytes) {
    return put(path, bytes, bytes.length);
  }

  /** Adds a file that the origin sends encoded. */
  public File put(String path, byte[] bytes, long encodedSize) {
    File file = file(path, bytes, encodedSize);
    files.put(path, file);
    return file;
  }

  /**
   * Lists these bytes as a file's gzip variant, whether they inflate to it or not; the origin is to
   * have them at the path that is told.
   */
  public File compress(File file, byte[] bytes) {
    File unnamed = file("", bytes, file.encodedSize);
    File variant =
        new File(
            SiteAssets.GZIP_PATH + unnamed.root,
            bytes,
            file.encodedSize,
            unnamed.root,
            unnamed.blocks);
    variants.put(file.path, variant);
    return variant;
  }

  private File file(String path, byte[] bytes, long encodedSize) {
    List<Block> blocks = new ArrayList<>();
    DagBuilder builder =
        new DagBuilder(
            chunkBytes,
            data -> Promise.of(Sha256.digest(data)),
            (cid, block) -> blocks.add(new Block(cid, block)));
    builder.write(bytes.clone());
    List<DagLink> root = new ArrayList<>();
    builder.finish().then(root::add, broken -> {});
    return new File(path, bytes, encodedSize, root.get(0).cid(), blocks);
  }

  /** The file at the path. */
  public File file(String path) {
    File file = files.get(path);
    if (file == null) {
      throw new IllegalArgumentException("no file " + path);
    }
    return file;
  }

  /** All files, by their paths. */
  public Iterable<File> files() {
    return files.values();
  }

  /** The chunk size of all files. */
  public int chunkBytes() {
    return chunkBytes;
  }

  /** The shard that lists all files. */
  public ManifestShard shard() {
    List<ManifestEntry> entries = new ArrayList<>();
    for (File file : files.values()) {
      File variant = variants.get(file.path);
      entries.add(
          new ManifestEntry(
              file.path,
              file.root,
              file.bytes.length,
              file.encodedSize,
              "application/octet-stream",
              List.of(),
              variant == null ? null : new GzipVariant(variant.root, variant.bytes.length)));
    }
    return new ManifestShard("/", chunkBytes, entries);
  }

  /** A file's blocks by their numbers in DAG pre-order. */
  static Map<Integer, Block> byNumber(File file, BlockLayout layout) {
    // The builder makes a node right after its last child, so nodes close from the inside out.
    List<Integer> nodes = new ArrayList<>();
    postOrder(layout, 0, nodes);
    Map<Integer, Block> byNumber = new TreeMap<>();
    int leaf = 0;
    int node = 0;
    for (Block block : file.blocks) {
      boolean isLeaf = block.cid.codec() == Cid.RAW;
      byNumber.put(isLeaf ? layout.blockOfLeaf(leaf++) : nodes.get(node++), block);
    }
    return byNumber;
  }

  private static void postOrder(BlockLayout layout, int block, List<Integer> nodes) {
    for (int i = 0; i < layout.childCount(block); i++) {
      postOrder(layout, layout.child(block, i), nodes);
    }
    if (!layout.isLeaf(block)) {
      nodes.add(block);
    }
  }
}
