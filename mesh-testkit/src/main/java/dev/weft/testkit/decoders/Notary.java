package dev.weft.testkit.decoders;

import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.testkit.vectors.Hex;
import java.util.ArrayList;
import java.util.List;

/** A platform's signatures, and a book of those that were made: no other one may be good. */
final class Notary implements Signatures {
  private final Signatures platform;
  private final List<String> made = new ArrayList<>();
  private int checks;
  private int good;
  private int forged;

  Notary(Signatures platform) {
    this.platform = platform;
  }

  /** How many signatures were looked at. */
  int checks() {
    return checks;
  }

  /** How many of them were found good, and stand in the book. */
  int good() {
    return good;
  }

  /** How many were found good and do not stand in it. */
  int forged() {
    return forged;
  }

  @Override
  public Promise<Signer> generate() {
    return platform.generate().map(Booked::new);
  }

  @Override
  public Promise<Boolean> verify(byte[] publicKey, byte[] message, byte[] signature) {
    checks++;
    boolean known = made.contains(entry(publicKey, message, signature));
    return platform
        .verify(publicKey, message, signature)
        .map(
            isGood -> {
              if (isGood && known) {
                good++;
              } else if (isGood) {
                forged++;
              }
              return isGood;
            });
  }

  private static String entry(byte[] publicKey, byte[] message, byte[] signature) {
    return Hex.of(publicKey) + ' ' + Hex.of(message) + ' ' + Hex.of(signature);
  }

  private final class Booked implements Signer {
    private final Signer signer;

    Booked(Signer signer) {
      this.signer = signer;
    }

    @Override
    public byte[] publicKey() {
      return signer.publicKey();
    }

    @Override
    public Promise<byte[]> sign(byte[] message) {
      return signer
          .sign(message)
          .map(
              signature -> {
                made.add(entry(publicKey(), message, signature));
                return signature;
              });
    }
  }
}
