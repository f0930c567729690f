package dev.weft.browser.driver;

import dev.weft.browser.js.SubtleCrypto;
import dev.weft.core.io.Digests;
import dev.weft.core.io.Promise;

/** SHA-256 by WebCrypto, off the page's thread. */
public final class BrowserDigests implements Digests {
  @Override
  public Promise<byte[]> sha256(byte[] data) {
    return Later.bytes(SubtleCrypto.sha256(data), "webcrypto");
  }
}
