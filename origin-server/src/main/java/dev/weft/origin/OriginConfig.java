package dev.weft.origin;

import dev.weft.origin.folder.HeaderRules;
import dev.weft.origin.http.AccessEntry;
import dev.weft.origin.http.Slowness;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an {@link OriginServer} can be told; see {@link #builder}. The README says what
 * each option means for a site.
 *
 * @param folder the site
 * @param host address to listen on
 * @param port 0 for a free one
 * @param tls null for plain HTTP
 * @param headerRules response headers of the site, later ones over earlier ones
 * @param slowness how far away to pretend to be
 * @param accessLog file to which a line is appended for each request; null for none
 * @param accessListener called once a request, on the thread that finished it; must not block
 */
public record OriginConfig(
    Path folder,
    String host,
    int port,
    @Nullable Tls tls,
    List<HeaderRules.Rule> headerRules,
    Slowness slowness,
    @Nullable Path accessLog,
    Consumer<AccessEntry> accessListener) {

  /** Loopback: a server for the world is a decision. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** Where people look first for a site under development. */
  public static final int DEFAULT_PORT = 8080;

  /**
   * The PEM files of a TLS identity.
   *
   * @param certificate the chain, the server's own first
   * @param key the private key in PKCS #8
   */
  public record Tls(Path certificate, Path key) {}

  /** Refuses what cannot be. */
  public OriginConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
    headerRules = List.copyOf(headerRules);
  }

  /** Starts from the defaults: loopback, plain, not slowed, and a free port. */
  public static Builder builder(Path folder) {
    return new Builder(folder);
  }

  /** Collects the options. */
  public static final class Builder {
    private final Path folder;
    private String host = DEFAULT_HOST;
    private int port;
    private @Nullable Tls tls;
    private List<HeaderRules.Rule> headerRules = List.of();
    private Slowness slowness = Slowness.NONE;
    private @Nullable Path accessLog;
    private Consumer<AccessEntry> accessListener = entry -> {};

    private Builder(Path folder) {
      this.folder = folder;
    }

    /** Address to listen on. */
    public Builder host(String address) {
      host = address;
      return this;
    }

    /** Port to listen on, 0 for a free one. */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /** Listens with TLS, or without for null. */
    public Builder tls(@Nullable Tls identity) {
      tls = identity;
      return this;
    }

    /** Response headers of the site. */
    public Builder headerRules(List<HeaderRules.Rule> rules) {
      headerRules = rules;
      return this;
    }

    /** How far away to pretend to be. */
    public Builder slowness(Slowness distance) {
      slowness = distance;
      return this;
    }

    /** File of the access log, null for none. */
    public Builder accessLog(@Nullable Path file) {
      accessLog = file;
      return this;
    }

    /** Who hears of every finished request. */
    public Builder accessListener(Consumer<AccessEntry> listener) {
      accessListener = listener;
      return this;
    }

    /** The finished configuration. */
    public OriginConfig build() {
      return new OriginConfig(
          folder, host, port, tls, headerRules, slowness, accessLog, accessListener);
    }
  }
}
