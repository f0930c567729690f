package dev.weft.testkit;

import dev.weft.core.connection.Identity;
import dev.weft.core.connection.Protocols;
import dev.weft.core.connection.Upgrader;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmPlatform;
import dev.weft.jvm.JvmSignatures;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node needs to speak to others, all of it following from a seed: keys, randomness, and
 * effects that answer in later tasks of the loop.
 *
 * @param protocols what it serves; add to it at any time
 */
public record TestNode(
    Platform platform, Identity identity, Protocols protocols, Upgrader upgrader) {
  /** A node on the loop. */
  public static TestNode on(EventLoop loop, long seed) {
    SeededEntropy entropy = new SeededEntropy(seed);
    Platform platform = JvmPlatform.of(loop, entropy, Effects.on(loop));
    Signatures.Signer signer =
        new JvmSignatures(Effects.on(loop), entropy).signer(entropy.bytes(32));
    Identity identity = Identity.of(signer);
    Protocols protocols = new Protocols();
    return new TestNode(platform, identity, protocols, new Upgrader(platform, identity, protocols));
  }

  /** The value of a promise that is kept by now. */
  public static <T> T value(Promise<T> promise) {
    List<T> values = new ArrayList<>();
    promise.then(
        values::add,
        reason -> {
          throw new AssertionError("the promise is broken", reason);
        });
    if (values.isEmpty()) {
      throw new AssertionError("the promise is not settled");
    }
    return values.get(0);
  }
}
