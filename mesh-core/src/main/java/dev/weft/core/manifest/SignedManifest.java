package dev.weft.core.manifest;

import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A manifest with its shards, as the site's key has signed it; for who publishes. */
public final class SignedManifest {
  /** How long a manifest counts that comes from a peer or a cache: 30 days. */
  private static final int LIFETIME_SECONDS = 30 * 24 * 60 * 60;

  private final ManifestRoot root;
  private final byte[] envelope;
  private final Map<String, byte[]> shards;
  private final int files;
  private final long bytes;

  private SignedManifest(
      ManifestRoot root, byte[] envelope, Map<String, byte[]> shards, int files, long bytes) {
    this.root = root;
    this.envelope = envelope;
    this.shards = shards;
    this.files = files;
    this.bytes = bytes;
  }

  /**
   * Signs the entries; fails as {@link ManifestRoot#sign} does.
   *
   * @throws MeshException code {@code bad-manifest} when they do not fit a manifest
   */
  public static Promise<SignedManifest> of(
      List<ManifestEntry> entries, ManifestTerms terms, long sequence, long unixSeconds) {
    List<ShardRef> refs = new ArrayList<>();
    Map<String, byte[]> shards = new LinkedHashMap<>();
    for (ManifestShard shard : ShardSplitter.split(entries, terms.chunkBytes())) {
      ShardRef ref = shard.ref();
      refs.add(ref);
      shards.put(ref.cid().toString(), shard.encode());
    }
    long bytes = 0;
    for (ManifestEntry entry : entries) {
      bytes += entry.size();
    }
    long total = bytes;
    ManifestRoot root =
        new ManifestRoot(
            sequence,
            unixSeconds,
            unixSeconds + LIFETIME_SECONDS,
            terms.siteKey(),
            terms.pageOrigins(),
            terms.bootstrap(),
            terms.chunkBytes(),
            refs,
            terms.endorsement());
    return root.sign(terms.signer())
        .map(envelope -> new SignedManifest(root, envelope, shards, entries.size(), total));
  }

  /** What was signed. */
  public ManifestRoot root() {
    return root;
  }

  /** The signed root as it is sent. */
  public byte[] envelope() {
    return envelope;
  }

  /** The shards as they are sent, by the text of their CIDs. */
  public Map<String, byte[]> shards() {
    return shards;
  }

  /** How many entries there are. */
  public int files() {
    return files;
  }

  /** Size of all files together. */
  public long bytes() {
    return bytes;
  }
}
