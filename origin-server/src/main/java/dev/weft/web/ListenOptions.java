package dev.weft.web;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a server listens, and with which identity. */
public final class ListenOptions {
  /** Loopback: a server for the world is a decision. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** Where people look first for a server that they have just started. */
  public static final int DEFAULT_PORT = 8080;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = DEFAULT_HOST,
      description = "Name or address to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
  private String host = DEFAULT_HOST;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + DEFAULT_PORT,
      description = "TCP port to listen on; 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "PEM file of the certificate chain; with --tls-key it is https.")
  private @Nullable Path tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "PEM file of the certificate's private key (PKCS #8).")
  private @Nullable Path tlsKey;

  /** The name or address. */
  public String host() {
    return host;
  }

  /** The port, 0 for a free one. */
  public int port() {
    return port;
  }

  /**
   * The identity, or null for plain HTTP.
   *
   * @throws IllegalArgumentException when one of its files is given without the other
   */
  public @Nullable TlsFiles tls() {
    if ((tlsCertificate == null) != (tlsKey == null)) {
      throw new IllegalArgumentException("--tls-cert and --tls-key belong together");
    }
    return tlsCertificate == null || tlsKey == null ? null : new TlsFiles(tlsCertificate, tlsKey);
  }
}
