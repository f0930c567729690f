package dev.weft.pipe.server;

import dev.weft.pipe.PipeSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a {@link PipeServer} can be told.
 *
 * @param host address to listen on
 * @param port 0 for a free one
 * @param tlsCertificate PEM file of the certificate chain, null for plain HTTP
 * @param tlsKey PEM file of its private key (PKCS #8); null when the chain is
 * @param settings what the pipes may do
 */
public record PipeConfig(
    String host,
    int port,
    @Nullable Path tlsCertificate,
    @Nullable Path tlsKey,
    PipeSettings settings) {

  /** Refuses what cannot be. */
  public PipeConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("--port: a port is 0 to 65535, not " + port);
    }
    if ((tlsCertificate == null) != (tlsKey == null)) {
      throw new IllegalArgumentException("--tls-cert and --tls-key belong together");
    }
  }

  /** Plain HTTP on loopback. */
  public static PipeConfig plain(int port, PipeSettings settings) {
    return new PipeConfig("127.0.0.1", port, null, null, settings);
  }
}
