package dev.weft.origin.manifest;

import dev.weft.core.io.MeshException;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.manifest.ShardRef;
import dev.weft.core.manifest.ShardSplitter;
import dev.weft.origin.http.WebResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One manifest as it was published.
 *
 * @param root what was signed
 * @param manifest the signed root as it is sent
 * @param shards the shards as they are sent, by the text of their CIDs
 * @param files how many entries there are
 * @param bytes size of all files together
 */
record Publication(
    ManifestRoot root,
    WebResource manifest,
    Map<String, WebResource> shards,
    int files,
    long bytes) {
  /** How long a manifest counts that comes from a peer or a cache. */
  private static final long LIFETIME_SECONDS = TimeUnit.DAYS.toSeconds(30);

  private static final String BINARY = "application/octet-stream";
  private static final Map<String, String> FOREVER =
      Map.of("Cache-Control", "public, max-age=31536000, immutable");

  /**
   * Signs the entries.
   *
   * @throws MeshException code {@code bad-manifest} when they do not fit a manifest
   */
  static Publication of(
      List<ManifestEntry> entries, ManifestTerms terms, long sequence, long unixSeconds) {
    List<ShardRef> refs = new ArrayList<>();
    Map<String, WebResource> shards = new HashMap<>();
    for (ManifestShard shard : ShardSplitter.split(entries, terms.chunkBytes())) {
      ShardRef ref = shard.ref();
      refs.add(ref);
      String cid = ref.cid().toString();
      shards.put(cid, WebResource.inMemory(BINARY, cid, shard.encode(), FOREVER));
    }
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
    WebResource manifest =
        WebResource.inMemory(
            BINARY,
            Long.toHexString(sequence),
            FileHasher.answer(root.sign(terms.signer())),
            Map.of("Cache-Control", "no-cache"));
    long bytes = entries.stream().mapToLong(ManifestEntry::size).sum();
    return new Publication(root, manifest, shards, entries.size(), bytes);
  }
}
