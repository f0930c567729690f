package dev.weft.jvm;

import dev.weft.core.io.Digests;
import dev.weft.core.io.Promise;
import java.security.MessageDigest;

/** SHA-256 by JCA. */
public final class JvmDigests implements Digests {
  private final Effects effects;

  /** Digests that are computed and answered as the effects say. */
  public JvmDigests(Effects effects) {
    this.effects = effects;
  }

  @Override
  public Promise<byte[]> sha256(byte[] data) {
    return effects.run(() -> MessageDigest.getInstance("SHA-256").digest(data));
  }
}
