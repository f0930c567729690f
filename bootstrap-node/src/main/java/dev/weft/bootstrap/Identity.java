package dev.weft.bootstrap;

import dev.weft.core.io.Entropy;
import dev.weft.core.io.Signatures;
import dev.weft.core.multiformats.PeerId;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmSignatures;
import dev.weft.jvm.KeyFile;
import dev.weft.jvm.KeyFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's Ed25519 key, kept in a file so that its peer id outlives a restart. */
record Identity(Signatures.Signer signer, PeerId peerId) {
  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);

  /** Loads the key, or makes it on the first start and says so. */
  static Identity load(Path file, Effects effects, Entropy entropy) throws StartException {
    KeyFile key;
    try {
      key = KeyFile.loadOrCreate(file, new JvmSignatures(effects, entropy), entropy);
    } catch (KeyFileException unusable) {
      throw new StartException("--key: " + unusable.getMessage() + ".");
    }
    PeerId self = PeerId.ofEd25519(key.signer().publicKey());
    if (key.created()) {
      LOG.info("made a new identity, {}, and keep it in {} (mode 0600)", self, file);
    } else {
      LOG.info("identity {} from {}", self, file);
    }
    return new Identity(key.signer(), self);
  }
}
