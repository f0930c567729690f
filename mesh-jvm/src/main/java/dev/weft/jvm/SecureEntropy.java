package dev.weft.jvm;

import dev.weft.core.io.Entropy;
import java.security.SecureRandom;

/** Random bytes of the platform's {@link SecureRandom}; may be used from any thread. */
public final class SecureEntropy implements Entropy {
  private final SecureRandom random = new SecureRandom();

  @Override
  public void fill(byte[] out) {
    random.nextBytes(out);
  }
}
