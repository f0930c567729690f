package dev.weft.web;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;

/**
 * The PEM files of a TLS identity.
 *
 * @param certificate the chain, the server's own first
 * @param key the private key in PKCS #8
 */
public record TlsFiles(Path certificate, Path key) {
  /**
   * Reads them.
   *
   * @throws StartException when a file is missing or holds something else
   */
  public KeyStore load() throws StartException {
    try {
      return PemIdentity.load(certificate, key);
    } catch (IOException unusable) {
      throw StartFailures.tls(unusable);
    }
  }
}
