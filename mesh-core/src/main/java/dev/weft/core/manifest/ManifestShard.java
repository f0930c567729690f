package dev.weft.core.manifest;

import static dev.weft.core.manifest.ManifestText.require;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.Digests;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.unixfs.BlockLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The assets of one path prefix: a raw block, immutable under its CID. On the wire: 1 entries
 * repeated, sorted by path (as UTF-16, so by byte, for paths are ASCII), each path once.
 *
 * <p>All blocks of its assets have one numbering, so that a peer can say in one bit field which of
 * them it has: entry after entry, each in DAG pre-order, a gzip variant's blocks after its entry's.
 */
public final class ManifestShard {
  /** The largest shard in bytes: one round of a slow uplink, some 600 entries. */
  public static final int MAX_BYTES = 1 << 16;

  /** The most blocks that a shard may count over: a bit field of 128 KiB. */
  public static final int MAX_BLOCKS = 1 << 20;

  private static final int ENTRIES = 1;

  private final String prefix;
  private final List<ManifestEntry> entries;
  private final BlockLayout[] layouts;
  private final @Nullable BlockLayout[] gzipLayouts;

  /** By entry: the number of its first block; after the last one, the number of all. */
  private final int[] firstBlocks;

  /**
   * A shard of entries in their order; the list is the shard's to keep.
   *
   * @throws MeshException code {@code bad-manifest} when they are not sorted, unique and under the
   *     prefix, have roots of the wrong kind for their sizes, or too many blocks
   */
  public ManifestShard(String prefix, int chunkBytes, List<ManifestEntry> entries) {
    this.prefix = prefix;
    this.entries = entries;
    layouts = new BlockLayout[entries.size()];
    gzipLayouts = new BlockLayout[entries.size()];
    firstBlocks = new int[entries.size() + 1];
    String last = "";
    for (int i = 0; i < layouts.length; i++) {
      ManifestEntry entry = entries.get(i);
      require(entry.path().startsWith(prefix), "path outside the shard");
      require(entry.path().compareTo(last) > 0, "paths not sorted");
      last = entry.path();
      layouts[i] = layoutOf(entry.root(), entry.size(), chunkBytes);
      int blocks = layouts[i].blockCount();
      GzipVariant gzip = entry.gzip();
      if (gzip != null) {
        BlockLayout gzipLayout = layoutOf(gzip.root(), gzip.size(), chunkBytes);
        gzipLayouts[i] = gzipLayout;
        blocks += gzipLayout.blockCount();
      }
      require(blocks <= MAX_BLOCKS - firstBlocks[i], "too many blocks");
      firstBlocks[i + 1] = firstBlocks[i] + blocks;
    }
  }

  /**
   * Checks that the bytes are the shard that the root names, and reads them.
   *
   * <p>Fails with code {@code bad-block} when they are not, and {@code bad-manifest} (or the code
   * of a part) when they break the format's rules.
   */
  public static Promise<ManifestShard> open(
      Digests digests, ShardRef ref, int chunkBytes, byte[] bytes) {
    if (bytes.length != ref.size()) {
      return Promise.failed(MeshException.peer("bad-block", "shard size"));
    }
    return digests
        .sha256(bytes)
        .map(
            digest -> {
              if (!Arrays.equals(digest, ref.cid().multihash().digest())) {
                throw MeshException.peer("bad-block", "shard digest");
              }
              return decode(ref.prefix(), chunkBytes, bytes);
            });
  }

  /**
   * Reads the wire form of a shard under the prefix.
   *
   * @throws MeshException code {@code bad-manifest} or that of a part
   */
  public static ManifestShard decode(String prefix, int chunkBytes, byte[] bytes) {
    require(bytes.length <= MAX_BYTES, "shard too large");
    List<ManifestEntry> entries = new ArrayList<>();
    ProtoReader reader = new ProtoReader(bytes);
    while (reader.next()) {
      if (reader.field() == ENTRIES) {
        entries.add(ManifestEntry.read(reader.message()));
      }
    }
    return new ManifestShard(prefix, chunkBytes, entries);
  }

  /** The wire form. */
  public byte[] encode() {
    ProtoWriter out = new ProtoWriter();
    for (ManifestEntry entry : entries) {
      out.message(ENTRIES, entry.write());
    }
    return out.toBytes();
  }

  /** What a root says of it. */
  public ShardRef ref() {
    byte[] bytes = encode();
    return new ShardRef(prefix, Cid.raw(Sha256.digest(bytes)), bytes.length);
  }

  /** The prefix of all its paths. */
  public String prefix() {
    return prefix;
  }

  /** Its entries, sorted by path. */
  public List<ManifestEntry> entries() {
    return entries;
  }

  /** The entry of the path, or null. */
  public @Nullable ManifestEntry find(String path) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = entries.get(middle).path().compareTo(path);
      if (order == 0) {
        return entries.get(middle);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /** How many blocks its assets have together. */
  public int blockCount() {
    return firstBlocks[layouts.length];
  }

  /** The layout of an entry's blocks. */
  public BlockLayout layout(int entry) {
    return layouts[entry];
  }

  /** The number that an entry's root has in the shard; its other blocks follow in pre-order. */
  public int firstBlock(int entry) {
    return firstBlocks[entry];
  }

  /** The number that the root of an entry's gzip variant has in the shard, where it has one. */
  public int firstGzipBlock(int entry) {
    return firstBlocks[entry] + layouts[entry].blockCount();
  }

  /** The entry that the shard's block belongs to, as itself or as its gzip variant. */
  public int entryOfBlock(int block) {
    int low = 0;
    int high = layouts.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firstBlocks[middle] <= block) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The layout of an entry's gzip variant; null when it has none. */
  public @Nullable BlockLayout gzipLayout(int entry) {
    return gzipLayouts[entry];
  }

  /** How many blocks an entry has, those of its gzip variant included. */
  static int blocksOf(ManifestEntry entry, int chunkBytes) {
    int blocks = layoutOf(entry.root(), entry.size(), chunkBytes).blockCount();
    GzipVariant gzip = entry.gzip();
    return gzip == null
        ? blocks
        : blocks + layoutOf(gzip.root(), gzip.size(), chunkBytes).blockCount();
  }

  private static BlockLayout layoutOf(Cid root, long size, int chunkBytes) {
    BlockLayout layout = new BlockLayout(size, chunkBytes);
    require(root.codec() == (layout.leafCount() == 1 ? Cid.RAW : Cid.DAG_PB), "root codec");
    return layout;
  }
}
