package dev.weft.core.manifest;

import static dev.weft.core.multiformats.Refusals.assertRefused;
import static dev.weft.core.unixfs.TestDigests.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.multiformats.Cid;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.unixfs.BlockLayout;
import dev.weft.core.unixfs.TestDigests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestShardTest {
  private static final int CHUNK = 1 << 18;
  private static final Cid LEAF = Cid.raw(new byte[32]);
  private static final Cid NODE = Cid.dagPb(new byte[32]);

  private static ManifestEntry entry(String path, long size, GzipVariant gzip) {
    Cid root = size > CHUNK ? NODE : LEAF;
    return new ManifestEntry(path, root, size, size, "a/b", List.of(), gzip);
  }

  private static ManifestEntry entry(String path) {
    return entry(path, 10, null);
  }

  private final ManifestShard shard =
      new ManifestShard(
          "/img/",
          CHUNK,
          List.of(
              entry("/img/a", 1, null),
              entry("/img/b", 3L * CHUNK, new GzipVariant(NODE, CHUNK + 1)),
              entry("/img/c", 200L * CHUNK, null)));

  @Test
  void readsWhatItWrites() {
    byte[] bytes = shard.encode();
    assertThat(ManifestShard.decode("/img/", CHUNK, bytes).entries()).isEqualTo(shard.entries());
    ShardRef ref = shard.ref();
    assertThat(ref.cid()).isEqualTo(Cid.raw(TestDigests.digest(bytes)));
    ManifestShard opened = now(ManifestShard.open(TestDigests.atOnce(), ref, CHUNK, bytes));
    assertThat(opened.prefix()).isEqualTo("/img/");
    assertThat(opened.entries()).isEqualTo(shard.entries());
  }

  @Test
  void findsAnEntryByItsPath() {
    assertThat(shard.find("/img/b")).isSameAs(shard.entries().get(1));
    assertThat(shard.find("/img/")).isNull();
    assertThat(shard.find("/img/bb")).isNull();
    assertThat(new ManifestShard("/", CHUNK, List.of()).find("/a")).isNull();
  }

  @Test
  void numbersAllBlocksOfItsAssets() {
    assertThat(shard.firstBlock(0)).isZero();
    assertThat(shard.firstBlock(1)).isEqualTo(1);
    assertThat(shard.firstGzipBlock(1)).isEqualTo(1 + 4);
    assertThat(shard.gzipLayout(1).blockCount()).isEqualTo(3);
    assertThat(shard.gzipLayout(0)).isNull();
    assertThat(shard.firstBlock(2)).isEqualTo(1 + 4 + 3);
    assertThat(shard.layout(2).blockCount()).isEqualTo(203);
    assertThat(shard.blockCount()).isEqualTo(1 + 4 + 3 + 203);
    int[] entries = {0, 1, 1, 1, 1, 1, 1, 1, 2, 2};
    for (int block = 0; block < entries.length; block++) {
      assertThat(shard.entryOfBlock(block)).isEqualTo(entries[block]);
    }
    assertThat(shard.entryOfBlock(shard.blockCount() - 1)).isEqualTo(2);
  }

  @Test
  void refusesBytesOtherThanThoseThatTheRootNames() {
    byte[] bytes = shard.encode();
    ShardRef ref = shard.ref();
    byte[] changed = bytes.clone();
    changed[9] ^= 1;
    TestDigests digests = TestDigests.atOnce();
    assertRefused("bad-block", () -> now(ManifestShard.open(digests, ref, CHUNK, changed)));
    assertRefused("bad-block", () -> now(ManifestShard.open(digests, ref, CHUNK, new byte[3])));
  }

  @Test
  void refusesEntriesOutOfOrderOrPlace() {
    assertBad("/", entry("/b"), entry("/a"));
    assertBad("/", entry("/a"), entry("/a"));
    assertBad("/img/", entry("/a"));
    assertBad("/img/", entry("/img"));
  }

  @Test
  void refusesARootOfTheWrongKindForItsSize() {
    assertBad("/", new ManifestEntry("/a", NODE, CHUNK, 1, "a/b", List.of(), null));
    assertBad("/", new ManifestEntry("/a", LEAF, CHUNK + 1, 1, "a/b", List.of(), null));
    assertBad("/", entry("/a", 1, new GzipVariant(NODE, 1)));
  }

  @Test
  void refusesMoreBlocksThanAPeerMayCount() {
    long most = 3L * CHUNK * (ManifestShard.MAX_BLOCKS / 4);
    assertThat(new ManifestShard("/", CHUNK, List.of(entry("/a", most, null))).blockCount())
        .isLessThan(ManifestShard.MAX_BLOCKS);
    assertBad("/", entry("/a", most, null), entry("/b", most, null));
    assertBad("/", entry("/a", BlockLayout.MAX_FILE_BYTES, null));
  }

  @Test
  void refusesWhatIsTooLargeBeforeReadingIt() {
    byte[] bytes = new byte[ManifestShard.MAX_BYTES + 1];
    assertRefused("bad-manifest", () -> ManifestShard.decode("/", CHUNK, bytes));
  }

  @Test
  void passesOverFieldsThatItDoesNotKnow() {
    byte[] bytes =
        new ProtoWriter()
            .varint(9, 9)
            .message(1, entry("/a").write().string(15, "later"))
            .toBytes();
    assertThat(ManifestShard.decode("/", CHUNK, bytes).entries()).containsExactly(entry("/a"));
  }

  @Test
  void aSmallSiteIsOneShard() {
    List<ManifestShard> shards =
        ShardSplitter.split(List.of(entry("/b"), entry("/a"), entry("/c/d")), CHUNK);
    assertThat(shards).hasSize(1);
    assertThat(shards.get(0).prefix()).isEqualTo("/");
    assertThat(shards.get(0).entries())
        .extracting(ManifestEntry::path)
        .containsExactly("/a", "/b", "/c/d");
    assertThat(ShardSplitter.split(List.of(), CHUNK)).isEmpty();
  }

  @Test
  void aLargeSiteIsSplitByPrefixSoThatEachEntryIsFound() {
    List<ManifestEntry> entries = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      String folder = i % 7 == 0 ? "/" : i % 3 == 0 ? "/img/" : "/assets/deep/";
      entries.add(entry(folder + Integer.toString(i * 7919 % 10_000, 36) + "-x.webp"));
    }
    entries.add(entry("/assets/deep/1"));
    entries.add(entry("/assets/deep/11"));
    List<ManifestShard> shards = ShardSplitter.split(entries, CHUNK);
    List<ShardRef> refs = new ArrayList<>();
    int listed = 0;
    long bytes = 0;
    for (ManifestShard each : shards) {
      byte[] encoded = each.encode();
      assertThat(encoded.length).isLessThanOrEqualTo(ManifestShard.MAX_BYTES);
      bytes += encoded.length;
      listed += each.entries().size();
      refs.add(each.ref());
    }
    assertThat(listed).isEqualTo(entries.size());
    // Within a small factor of the fewest that could hold them.
    assertThat(shards.size()).isLessThan((int) (4 * bytes / ManifestShard.MAX_BYTES));
    for (ManifestEntry each : entries) {
      ManifestShard longest = null;
      for (ManifestShard candidate : shards) {
        if (each.path().startsWith(candidate.prefix())) {
          longest = candidate;
        }
      }
      assertThat(longest).isNotNull();
      assertThat(longest.find(each.path())).isEqualTo(each);
    }
    assertThat(refs).isSortedAccordingTo((one, other) -> one.prefix().compareTo(other.prefix()));
  }

  @Test
  void refusesToSplitAPathTwice() {
    assertRefused(
        "bad-manifest", () -> ShardSplitter.split(List.of(entry("/a"), entry("/a")), CHUNK));
  }

  private static void assertBad(String prefix, ManifestEntry... entries) {
    assertRefused("bad-manifest", () -> new ManifestShard(prefix, CHUNK, List.of(entries)));
  }
}
