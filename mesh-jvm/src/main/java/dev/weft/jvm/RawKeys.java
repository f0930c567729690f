package dev.weft.jvm;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One of the two RFC 8410 key types between its raw 32 bytes and JCA's objects. Their DER forms are
 * a fixed prefix before the raw bytes.
 */
enum RawKeys {
  ED25519("Ed25519", "70"),
  X25519("X25519", "6e");

  /** Length of a raw public key and of a raw private key (for Ed25519 the seed). */
  static final int RAW_BYTES = 32;

  private final String algorithm;
  private final String publicPrefix;
  private final String privatePrefix;

  RawKeys(String algorithm, String lastByteOfOid) {
    this.algorithm = algorithm;
    publicPrefix = "302a300506032b65" + lastByteOfOid + "032100";
    privatePrefix = "302e020100300506032b65" + lastByteOfOid + "04220420";
  }

  PublicKey publicKey(byte[] raw) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm)
        .generatePublic(new X509EncodedKeySpec(join(publicPrefix, raw)));
  }

  PrivateKey privateKey(byte[] raw) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(join(privatePrefix, raw)));
  }

  byte[] raw(PublicKey key) {
    return lastBytes(key.getEncoded());
  }

  /** The pair whose private half is given; JCA itself has no way from a private to a public key. */
  KeyPair pair(byte[] privateRaw) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(255, new Fixed(privateRaw));
    KeyPair pair = generator.generateKeyPair();
    if (!Arrays.equals(privateRaw, lastBytes(pair.getPrivate().getEncoded()))) {
      throw new GeneralSecurityException("the provider does not take its private key as given");
    }
    return pair;
  }

  private static byte[] lastBytes(byte[] der) {
    return Arrays.copyOfRange(der, der.length - RAW_BYTES, der.length);
  }

  private static byte[] join(String prefixHex, byte[] raw) {
    byte[] prefix = HexFormat.of().parseHex(prefixHex);
    byte[] der = Arrays.copyOf(prefix, prefix.length + raw.length);
    System.arraycopy(raw, 0, der, prefix.length, raw.length);
    return der;
  }

  /** Hands a key generator the private key that it is to draw. */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1;
    private final byte[] bytes;

    Fixed(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] out) {
      System.arraycopy(bytes, 0, out, 0, out.length);
    }
  }
}
