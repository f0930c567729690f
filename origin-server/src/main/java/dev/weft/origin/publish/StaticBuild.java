package dev.weft.origin.publish;

import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.ShardRef;
import dev.weft.core.manifest.SignedManifest;
import dev.weft.origin.manifest.ClientScript;
import dev.weft.origin.manifest.GzipVariants;
import dev.weft.origin.manifest.WeftPaths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Weft adds to a site's static files, written so that a site which is being served meanwhile
 * is whole at every moment: the shards and gzip variants first, the manifest that names them last.
 * The shards of the manifest before are kept for the pages that have loaded that one; older ones
 * go.
 */
public final class StaticBuild {
  private final AtomicFiles files;

  /** The files below the folder. */
  public StaticBuild(Path folder) {
    files = new AtomicFiles(folder);
  }

  /**
   * Writes what pages need.
   *
   * @param variants that the manifest lists; all others are removed
   * @param before the manifest that is there, or null
   * @param settings the JSON of the pages' settings
   * @return how many files are new or other than before
   */
  public int write(
      SignedManifest manifest,
      GzipVariants variants,
      @Nullable ManifestRoot before,
      byte[] settings,
      ClientScript client)
      throws IOException {
    int written = 0;
    for (String cid : variants.cids()) {
      byte[] bytes = variants.bytes(cid);
      if (bytes == null) {
        throw new IOException("a file changed while it was read");
      }
      written += count(files.write(WeftPaths.GZIP + cid, bytes));
    }
    for (var shard : manifest.shards().entrySet()) {
      written += count(files.write(WeftPaths.SHARDS + shard.getKey(), shard.getValue()));
    }
    byte[] integrity = (client.integrity() + "\n").getBytes(StandardCharsets.US_ASCII);
    written += count(files.write(client.versionedPath(), client.bytes()));
    written += count(files.write(WeftPaths.CLIENT, client.bytes()));
    written += count(files.write(WeftPaths.CLIENT + ".sri", integrity));
    written += count(files.write(client.versionedWorkerPath(), client.worker()));
    written += count(files.write(WeftPaths.WORKER, client.worker()));
    written += count(files.write(WeftPaths.ASK, client.ask()));
    written += count(files.write(WeftPaths.CONFIG, settings));
    written += count(files.write(WeftPaths.MANIFEST, manifest.envelope()));
    Set<String> kept = new HashSet<>(manifest.shards().keySet());
    if (before != null) {
      for (ShardRef shard : before.shards()) {
        kept.add(shard.cid().toString());
      }
    }
    removeBut(kept, WeftPaths.SHARDS);
    removeBut(variants.cids(), WeftPaths.GZIP);
    return written;
  }

  private static int count(boolean written) {
    return written ? 1 : 0;
  }

  private void removeBut(Set<String> kept, String path) throws IOException {
    Path folder = files.file(path);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        if (!kept.contains(String.valueOf(file.getFileName()))) {
          Files.delete(file);
        }
      }
    }
  }
}
