package dev.weft.browser.driver;

import dev.weft.browser.js.SubtleCrypto;
import dev.weft.core.io.Entropy;

/** {@code crypto.getRandomValues}. */
public final class BrowserEntropy implements Entropy {
  @Override
  public void fill(byte[] out) {
    SubtleCrypto.getRandomValues(out);
  }
}
