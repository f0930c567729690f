package dev.weft.testkit.vectors;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.KeyAgreement;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.testkit.SeededEntropy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a platform's crypto, whose keys differ from run to run: all follows from a seed,
 * the same everywhere. Its signatures and shared secrets are digests of what is public, so they
 * prove nothing; its SHA-256 is the real one.
 */
public final class StandInCrypto implements Signatures, Signatures.Signer {
  private final @Nullable EventLoop loop;
  private final SeededEntropy entropy;
  private final byte[] publicKey;

  private StandInCrypto(@Nullable EventLoop loop, int seed) {
    this.loop = loop;
    entropy = new SeededEntropy(seed);
    publicKey = entropy.bytes(32);
  }

  /** Answers within the call. */
  public static StandInCrypto atOnce(int seed) {
    return new StandInCrypto(null, seed);
  }

  /** A platform that answers in later tasks of the loop. */
  public static Platform platform(EventLoop loop, int seed) {
    StandInCrypto crypto = new StandInCrypto(loop, seed);
    return new Platform(
        loop,
        crypto.entropy.split(),
        data -> crypto.answer(Sha256.digest(data)),
        crypto,
        () -> crypto.answer(crypto.keyPair()));
  }

  /** A new key pair. */
  public KeyAgreement.KeyPair keyPair() {
    return new Secret(entropy.bytes(32));
  }

  /** The one signer that there is. */
  @Override
  public Promise<Signer> generate() {
    return answer(this);
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public Promise<byte[]> sign(byte[] message) {
    return answer(signature(publicKey, message));
  }

  @Override
  public Promise<Boolean> verify(byte[] key, byte[] message, byte[] signature) {
    return answer(Arrays.equals(signature(key, message), signature));
  }

  /** The key's signature over the message. */
  public static byte[] signature(byte[] key, byte[] message) {
    byte[] first = Sha256.digest(key, message);
    return Bytes.join(first, Sha256.digest(first));
  }

  private <T> Promise<T> answer(T value) {
    Promise<T> answer = new Promise<>();
    if (loop == null) {
      answer.resolve(value);
    } else {
      loop.post(() -> answer.resolve(value));
    }
    return answer;
  }

  /** Both sides digest the two public keys in the same order. */
  private final class Secret implements KeyAgreement.KeyPair {
    private final byte[] own;

    Secret(byte[] own) {
      this.own = own;
    }

    @Override
    public byte[] publicKey() {
      return own.clone();
    }

    @Override
    public Promise<byte[]> agree(byte[] peer) {
      boolean ownFirst = Hex.of(own).compareTo(Hex.of(peer)) < 0;
      return answer(ownFirst ? Sha256.digest(own, peer) : Sha256.digest(peer, own));
    }
  }
}
