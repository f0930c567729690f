package dev.weft.origin.publish;

import dev.weft.core.io.MeshException;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.manifest.ShardRef;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmDigests;
import dev.weft.jvm.JvmSignatures;
import dev.weft.jvm.SecureEntropy;
import dev.weft.origin.manifest.FileHasher;
import dev.weft.origin.manifest.WeftPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A manifest that was read and found whole: the signature is that of the key which it names, and
 * each shard has the hash that the root gives.
 *
 * @param root what was signed
 * @param rootBytes size of the signed root
 * @param entries of all shards, sorted by path
 */
public record LoadedManifest(ManifestRoot root, int rootBytes, List<ManifestEntry> entries) {
  /**
   * Reads the root alone.
   *
   * @throws IOException with a sentence for people when there is none, or it is not what it should
   *     be
   */
  public static ManifestRoot root(SiteSource source) throws IOException {
    return open(source.read(WeftPaths.MANIFEST, ManifestRoot.MAX_BYTES));
  }

  /**
   * Reads all of it.
   *
   * @throws IOException with a sentence for people when a part is missing or not what it should be
   */
  public static LoadedManifest of(SiteSource source) throws IOException {
    byte[] envelope = source.read(WeftPaths.MANIFEST, ManifestRoot.MAX_BYTES);
    ManifestRoot root = open(envelope);
    JvmDigests digests = new JvmDigests(Effects.direct());
    List<ManifestEntry> entries = new ArrayList<>();
    for (ShardRef ref : root.shards()) {
      byte[] bytes = source.read(WeftPaths.SHARDS + ref.cid(), ManifestShard.MAX_BYTES);
      try {
        entries.addAll(
            FileHasher.answer(ManifestShard.open(digests, ref, root.chunkBytes(), bytes))
                .entries());
      } catch (MeshException broken) {
        throw new IOException("shard " + ref.cid() + " is broken: " + broken.getMessage(), broken);
      }
    }
    entries.sort((one, other) -> one.path().compareTo(other.path()));
    return new LoadedManifest(root, envelope.length, entries);
  }

  private static ManifestRoot open(byte[] envelope) throws IOException {
    JvmSignatures signatures = new JvmSignatures(Effects.direct(), new SecureEntropy());
    try {
      return FileHasher.answer(ManifestRoot.open(signatures, envelope));
    } catch (MeshException broken) {
      throw new IOException("the manifest is broken: " + broken.getMessage(), broken);
    }
  }
}
