package dev.weft.bootstrap;

import dev.weft.core.connection.Identity;
import dev.weft.core.io.Entropy;
import dev.weft.jvm.JvmSignatures;
import dev.weft.jvm.KeyFile;
import dev.weft.jvm.KeyFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's Ed25519 key, kept in a file so that its peer id outlives a restart. */
final class IdentityFile {
  private static final Logger LOG = LoggerFactory.getLogger(IdentityFile.class);

  private IdentityFile() {}

  /** Loads the key, or makes it on the first start and says so. */
  static Identity load(Path file, JvmSignatures signatures, Entropy entropy) throws StartException {
    KeyFile key;
    try {
      key = KeyFile.loadOrCreate(file, signatures, entropy);
    } catch (KeyFileException unusable) {
      throw new StartException("--key: " + unusable.getMessage() + ".");
    }
    Identity self = Identity.of(key.signer());
    if (key.created()) {
      LOG.info("made a new identity, {}, and keep it in {} (mode 0600)", self.peerId(), file);
    } else {
      LOG.info("identity {} from {}", self.peerId(), file);
    }
    return self;
  }
}
