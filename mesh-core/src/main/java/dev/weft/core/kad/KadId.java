package dev.weft.core.kad;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.multiformats.PeerId;
import java.util.Arrays;

/**
 * A place in the key space (kad-dht/README.md, "Kademlia Keyspace"): the SHA-256 digest of a key,
 * which for a peer is its id as bytes. The distance of two is their XOR, read as a number.
 */
final class KadId {
  /** Bits of a place, and so how many buckets a routing table can have. */
  static final int BITS = 256;

  private static final int WORDS = BITS / Integer.SIZE;

  private final int[] words = new int[WORDS];

  private KadId(byte[] digest) {
    for (int i = 0; i < digest.length; i++) {
      int word = i / Integer.BYTES;
      words[word] = (words[word] << Byte.SIZE) | (digest[i] & 0xff);
    }
  }

  /** Where a key has its place: a multihash, or a peer id. */
  static KadId of(byte[] key) {
    return new KadId(Sha256.digest(key));
  }

  /** Where a peer has its place. */
  static KadId of(PeerId peer) {
    return of(peer.encode());
  }

  /** Compares two places by their distance from this one; the nearer is the lesser. */
  int compareDistance(KadId one, KadId other) {
    for (int i = 0; i < WORDS; i++) {
      if (one.words[i] != other.words[i]) {
        return Integer.compareUnsigned(words[i] ^ one.words[i], words[i] ^ other.words[i]);
      }
    }
    return 0;
  }

  /** How many leading bits both have in common: {@link #BITS} when they are the same. */
  int sharedBits(KadId other) {
    for (int i = 0; i < WORDS; i++) {
      int difference = words[i] ^ other.words[i];
      if (difference != 0) {
        return i * Integer.SIZE + Integer.numberOfLeadingZeros(difference);
      }
    }
    return BITS;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KadId that && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return words[0];
  }
}
