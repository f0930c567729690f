package dev.weft.jvm;

import dev.weft.core.io.Entropy;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.Platform;

/** What a node on the JVM hands to the core. */
public final class JvmPlatform {
  private JvmPlatform() {}

  /** A platform with the given loop, randomness and way of computing effects. */
  public static Platform of(EventLoop loop, Entropy entropy, Effects effects) {
    return new Platform(
        loop,
        entropy,
        new JvmDigests(effects),
        new JvmSignatures(effects, entropy),
        new JvmKeyAgreement(effects, entropy));
  }
}
