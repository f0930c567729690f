package dev.weft.origin;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.io.Entropy;
import dev.weft.core.io.Signatures;
import dev.weft.core.manifest.KeyEndorsement;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmSignatures;
import dev.weft.jvm.KeyFile;
import dev.weft.jvm.KeyFileException;
import dev.weft.jvm.SecureEntropy;
import dev.weft.web.StartException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs a site's manifests.
 *
 * @param signer signs within the call
 * @param created the file that was made for it, or null
 * @param endorsement the former key's word for it, or null
 */
record SiteKey(
    Signatures.Signer signer, @Nullable Path created, @Nullable KeyEndorsement endorsement) {

  /**
   * Reads the key, or makes it.
   *
   * @throws StartException when a file cannot be used
   */
  static SiteKey of(@Nullable Path file, @Nullable Path formerFile) throws StartException {
    Entropy entropy = new SecureEntropy();
    JvmSignatures signatures = new JvmSignatures(Effects.direct(), entropy);
    Path created = null;
    Signatures.Signer signer;
    if (file == null) {
      signer = signatures.signer(entropy.bytes(32));
    } else {
      KeyFile key = open("--key", () -> KeyFile.loadOrCreate(file, signatures, entropy));
      signer = key.signer();
      created = key.created() ? file : null;
    }
    if (formerFile == null) {
      return new SiteKey(signer, created, null);
    }
    KeyFile former = open("--former-key", () -> KeyFile.load(formerFile, signatures));
    return new SiteKey(signer, created, endorse(signer, former.signer()));
  }

  /** The public key that names the site in the mesh. */
  PublicKey publicKey() {
    return PublicKey.ofEd25519(signer.publicKey());
  }

  private static KeyEndorsement endorse(Signatures.Signer signer, Signatures.Signer former) {
    CompletableFuture<KeyEndorsement> endorsement = new CompletableFuture<>();
    KeyEndorsement.of(PublicKey.ofEd25519(signer.publicKey()), former)
        .then(endorsement::complete, endorsement::completeExceptionally);
    return endorsement.join();
  }

  /** Makes or reads a key file. */
  private interface Opening {
    KeyFile open() throws KeyFileException;
  }

  private static KeyFile open(String option, Opening opening) throws StartException {
    try {
      return opening.open();
    } catch (KeyFileException unusable) {
      throw new StartException(option + ": " + unusable.getMessage() + ".", unusable);
    }
  }
}
