package dev.weft.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A self-signed certificate for 127.0.0.1 and localhost, with its key, in files.
 *
 * @param store both, under {@link #PASSWORD}
 */
public record TestIdentity(KeyStore store, Path chain, Path key) {
  private static final String PASSWORD = "changeit";

  /** Makes one with a key of that algorithm: EC or RSA. */
  public static TestIdentity make(Path folder, String algorithm) {
    try {
      Path file = folder.resolve(algorithm + ".p12");
      keytool(algorithm, file);
      KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
      Path chain = folder.resolve(algorithm + "-chain.pem");
      Path key = folder.resolve(algorithm + "-key.pem");
      pem(chain, "CERTIFICATE", store.getCertificate("site").getEncoded());
      pem(key, "PRIVATE KEY", store.getKey("site", PASSWORD.toCharArray()).getEncoded());
      return new TestIdentity(store, chain, key);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void keytool(String algorithm, Path file) throws IOException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "site",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    try {
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool failed");
      }
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }

  private static void pem(Path file, String label, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder().encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
  }
}
