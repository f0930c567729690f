package dev.weft.pipe.server;

import dev.weft.pipe.PipeSettings;
import dev.weft.web.ListenOptions;
import dev.weft.web.TlsFiles;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a {@link PipeServer} can be told.
 *
 * @param host address to listen on
 * @param port 0 for a free one
 * @param tls null for plain HTTP
 * @param settings what the pipes may do
 */
public record PipeConfig(String host, int port, @Nullable TlsFiles tls, PipeSettings settings) {

  /** Refuses what cannot be. */
  public PipeConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("--port: a port is 0 to 65535, not " + port);
    }
  }

  /** Plain HTTP on loopback. */
  public static PipeConfig plain(int port, PipeSettings settings) {
    return new PipeConfig(ListenOptions.DEFAULT_HOST, port, null, settings);
  }
}
