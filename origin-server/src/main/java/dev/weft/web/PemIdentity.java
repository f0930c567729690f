package dev.weft.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;

/** A TLS certificate chain and its private key, as PEM files hold them (RFC 7468). */
public final class PemIdentity {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  /** By the keys' algorithm; Ed25519 has one name for both. */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

  private PemIdentity() {}

  /**
   * A key store with the one identity, under an empty password.
   *
   * @param chain certificates, the server's own first
   * @param key the private key in PKCS #8 without encryption: RSA, EC or Ed25519
   * @throws IOException with a sentence for people when a file is missing or holds something else
   */
  public static KeyStore load(Path chain, Path key) throws IOException {
    try {
      Certificate[] certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(chain)))
              .toArray(Certificate[]::new);
      if (certificates.length == 0) {
        throw new IOException(chain + " holds no certificate");
      }
      PublicKey certified = certificates[0].getPublicKey();
      String algorithm = certified.getAlgorithm();
      PrivateKey secret =
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(keyBytes(key)));
      if (!belongTogether(certified, secret)) {
        throw new IOException(key + " is the key of another certificate than " + chain);
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, new char[0]);
      store.setKeyEntry("site", secret, new char[0], certificates);
      return store;
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      throw new IOException(
          chain + " and " + key + " are no certificate with its key: " + unusable.getMessage(),
          unusable);
    }
  }

  /** Else the first visitor's handshake would tell, and the server would run meanwhile. */
  private static boolean belongTogether(PublicKey certified, PrivateKey secret)
      throws GeneralSecurityException {
    String algorithm = certified.getAlgorithm();
    Signature signature = Signature.getInstance(SIGNATURES.getOrDefault(algorithm, algorithm));
    signature.initSign(secret);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    return signature.verify(signed);
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException missing) {
      throw new IOException(file + " is not there", missing);
    } catch (AccessDeniedException denied) {
      throw new IOException("this user may not read " + file, denied);
    }
  }

  private static byte[] keyBytes(Path key) throws IOException {
    String text = new String(read(key), StandardCharsets.US_ASCII);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          key
              + " is no PKCS #8 key; make one of it with: openssl pkcs8 -topk8 -nocrypt -in "
              + key);
    }
    return Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
  }
}
