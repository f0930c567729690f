package dev.weft.core.manifest;

import dev.weft.core.io.MeshException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Puts a site's entries into few shards, for who publishes.
 *
 * <p>A group of paths with one prefix that is too large for a shard is divided by the next
 * character; the largest parts become groups of their own until the rest fits a shard of the
 * group's prefix. Shards change little when a site does, as prefixes follow its folders.
 */
public final class ShardSplitter {
  private final int chunkBytes;
  private final List<ManifestShard> shards = new ArrayList<>();

  /** Entries of one prefix, and what they need. */
  private static final class Group {
    final String prefix;
    final List<Sized> entries = new ArrayList<>();
    long bytes;
    long blocks;

    Group(String prefix) {
      this.prefix = prefix;
    }

    void add(Sized sized) {
      entries.add(sized);
      bytes += sized.bytes;
      blocks += sized.blocks;
    }

    boolean fits() {
      return bytes <= ManifestShard.MAX_BYTES && blocks <= ManifestShard.MAX_BLOCKS;
    }
  }

  /** An entry, its bytes in a shard with tag and length, and its blocks. */
  private record Sized(ManifestEntry entry, int bytes, int blocks) {}

  private ShardSplitter(int chunkBytes) {
    this.chunkBytes = chunkBytes;
  }

  /**
   * The shards of all entries, sorted by prefix.
   *
   * @throws MeshException code {@code bad-manifest} when an entry alone is too large, its root is
   *     of the wrong kind for its size, or a path stands twice
   */
  public static List<ManifestShard> split(List<ManifestEntry> entries, int chunkBytes) {
    ShardSplitter splitter = new ShardSplitter(chunkBytes);
    Group all = new Group("/");
    TreeMap<String, ManifestEntry> sorted = new TreeMap<>();
    for (ManifestEntry entry : entries) {
      ManifestText.require(sorted.put(entry.path(), entry) == null, "path twice");
    }
    for (ManifestEntry entry : sorted.values()) {
      int bytes = entry.write().size();
      // Tag, and a length of three bytes at most.
      Sized sized = new Sized(entry, bytes + 4, ManifestShard.blocksOf(entry, chunkBytes));
      ManifestText.require(
          sized.bytes <= ManifestShard.MAX_BYTES && sized.blocks <= ManifestShard.MAX_BLOCKS,
          "entry too large");
      all.add(sized);
    }
    splitter.place(all);
    splitter.shards.sort((one, other) -> one.prefix().compareTo(other.prefix()));
    return splitter.shards;
  }

  private void place(Group group) {
    if (group.fits()) {
      if (!group.entries.isEmpty()) {
        emit(group);
      }
      return;
    }
    List<Group> parts = new ArrayList<>();
    Group rest = new Group(group.prefix);
    for (Sized sized : group.entries) {
      String path = sized.entry.path();
      if (path.length() == group.prefix.length()) {
        rest.add(sized);
        continue;
      }
      String prefix = path.substring(0, group.prefix.length() + 1);
      if (parts.isEmpty() || !parts.get(parts.size() - 1).prefix.equals(prefix)) {
        parts.add(new Group(prefix));
      }
      parts.get(parts.size() - 1).add(sized);
    }
    parts.sort((one, other) -> Long.compare(one.bytes, other.bytes));
    for (Group part : parts) {
      boolean room =
          rest.bytes + part.bytes <= ManifestShard.MAX_BYTES
              && rest.blocks + part.blocks <= ManifestShard.MAX_BLOCKS;
      if (room) {
        part.entries.forEach(rest::add);
      } else {
        place(part);
      }
    }
    if (!rest.entries.isEmpty()) {
      emit(rest);
    }
  }

  private void emit(Group group) {
    List<ManifestEntry> entries = new ArrayList<>();
    for (Sized sized : group.entries) {
      entries.add(sized.entry);
    }
    entries.sort((one, other) -> one.path().compareTo(other.path()));
    shards.add(new ManifestShard(group.prefix, chunkBytes, entries));
  }
}
