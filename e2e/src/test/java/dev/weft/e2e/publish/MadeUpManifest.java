package dev.weft.e2e.publish;

import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.manifest.ManifestTerms;
import dev.weft.core.manifest.SignedManifest;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmSignatures;
import dev.weft.jvm.SecureEntropy;
import dev.weft.origin.manifest.ClientScript;
import dev.weft.origin.manifest.FileHasher;
import dev.weft.origin.manifest.GzipVariants;
import dev.weft.origin.publish.StaticBuild;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Manifests of entries that no files stand behind, which {@code weft publish} never writes. */
final class MadeUpManifest {
  static final int CHUNK_BYTES = 1 << 16;

  private MadeUpManifest() {}

  /** Signs the entries with a new key and writes what pages need into the folder. */
  static SignedManifest publish(Path folder, List<ManifestEntry> entries, String settings)
      throws IOException {
    SecureEntropy entropy = new SecureEntropy();
    ManifestTerms terms =
        new ManifestTerms(
            new JvmSignatures(Effects.direct(), entropy).signer(entropy.bytes(32)),
            List.of(),
            List.of(),
            CHUNK_BYTES,
            null);
    SignedManifest manifest =
        FileHasher.answer(SignedManifest.of(entries, terms, 1, 1_800_000_000));
    byte[] json = settings.getBytes(StandardCharsets.UTF_8);
    new StaticBuild(folder).write(manifest, GzipVariants.none(), null, json, ClientScript.load());
    return manifest;
  }
}
