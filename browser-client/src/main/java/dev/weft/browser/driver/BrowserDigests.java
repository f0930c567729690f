package dev.weft.browser.driver;

import dev.weft.browser.js.SubtleCrypto;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.Digests;
import dev.weft.core.io.Promise;

/** SHA-256: of little data at once, else by WebCrypto, off the page's thread. */
public final class BrowserDigests implements Digests {
  /** Hashed in less time than the way to another thread and back takes: a node of a large file. */
  private static final int LITTLE_BYTES = 16 << 10;

  @Override
  public Promise<byte[]> sha256(byte[] data) {
    return data.length <= LITTLE_BYTES
        ? Promise.of(Sha256.digest(data))
        : Later.bytes(SubtleCrypto.sha256(data), "webcrypto");
  }
}
