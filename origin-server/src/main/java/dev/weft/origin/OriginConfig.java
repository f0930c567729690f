package dev.weft.origin;

import dev.weft.core.unixfs.BlockLayout;
import dev.weft.origin.folder.HeaderRules;
import dev.weft.origin.http.AccessEntry;
import dev.weft.origin.http.Slowness;
import dev.weft.origin.manifest.SharingRules;
import dev.weft.pipe.PipeSettings;
import dev.weft.web.ListenOptions;
import dev.weft.web.TlsFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an {@link OriginServer} can be told; see {@link #builder}. The README says what
 * each option means for a site.
 *
 * @param folder the site
 * @param host address to listen on
 * @param port 0 for a free one
 * @param tls null for plain HTTP
 * @param siteKey the key file, made when it is not there; null for a key of this run only
 * @param formerKey the key file whose pages are to accept the site's key, or null
 * @param chunkBytes chunk size of all files
 * @param sharing which files are shared
 * @param gzip whether gzip variants are shared too
 * @param client what pages are told
 * @param pageOrigins further origins whose pages may use the manifest and read all of this server
 * @param headerRules response headers of the site, later ones over earlier ones
 * @param slowness how far away to pretend to be
 * @param pipe what its pipes may do; null for none
 * @param accessLog file to which a line is appended for each request; null for none
 * @param accessListener called once a request, on the thread that finished it; must not block
 */
public record OriginConfig(
    Path folder,
    String host,
    int port,
    @Nullable TlsFiles tls,
    @Nullable Path siteKey,
    @Nullable Path formerKey,
    int chunkBytes,
    SharingRules sharing,
    boolean gzip,
    ClientSettings client,
    List<String> pageOrigins,
    List<HeaderRules.Rule> headerRules,
    Slowness slowness,
    @Nullable PipeSettings pipe,
    @Nullable Path accessLog,
    Consumer<AccessEntry> accessListener) {

  /** What the study of chunk sizes recommends, see docs/chunk-size.md. */
  public static final int DEFAULT_CHUNK_BYTES = 1 << 16;

  private static final Pattern ORIGIN = Pattern.compile("https?://[^/\\s]+");

  /** Refuses what cannot be. */
  public OriginConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("--port: a port is 0 to 65535, not " + port);
    }
    if (!BlockLayout.isChunkSize(chunkBytes)) {
      throw new IllegalArgumentException(
          "--chunk-size: 64KiB, 128KiB, 256KiB, 512KiB or 1MiB, not " + chunkBytes + " bytes");
    }
    pageOrigins = List.copyOf(pageOrigins);
    for (String origin : pageOrigins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "--page-origin: '" + origin + "' is not of the form https://example.org");
      }
    }
    headerRules = List.copyOf(headerRules);
  }

  /** Starts from the defaults: loopback, a free port, plain, not slowed, a key of this run only. */
  public static Builder builder(Path folder) {
    return new Builder(folder);
  }

  /** Collects the options; each has the name and meaning of its component. */
  public static final class Builder {
    private final Path folder;
    private String host = ListenOptions.DEFAULT_HOST;
    private int port;
    private @Nullable TlsFiles tls;
    private @Nullable Path siteKey;
    private @Nullable Path formerKey;
    private int chunkBytes = DEFAULT_CHUNK_BYTES;
    private SharingRules sharing = SharingRules.DEFAULT;
    private boolean gzip;
    private ClientSettings client = ClientSettings.NONE;
    private List<String> pageOrigins = List.of();
    private List<HeaderRules.Rule> headerRules = List.of();
    private Slowness slowness = Slowness.NONE;
    private @Nullable PipeSettings pipe = PipeSettings.builder().build();
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
    public Builder tls(@Nullable TlsFiles identity) {
      tls = identity;
      return this;
    }

    /** File of the site's key, null for a key of this run only. */
    public Builder siteKey(@Nullable Path file) {
      siteKey = file;
      return this;
    }

    /** File of the key that the site had before, or null. */
    public Builder formerKey(@Nullable Path file) {
      formerKey = file;
      return this;
    }

    /** Chunk size of all files. */
    public Builder chunkBytes(int bytes) {
      chunkBytes = bytes;
      return this;
    }

    /** Which files are shared. */
    public Builder sharing(SharingRules rules) {
      sharing = rules;
      return this;
    }

    /** Whether gzip variants are shared too. */
    public Builder gzip(boolean variants) {
      gzip = variants;
      return this;
    }

    /** What pages are told. */
    public Builder client(ClientSettings settings) {
      client = settings;
      return this;
    }

    /** Further origins of pages. */
    public Builder pageOrigins(List<String> origins) {
      pageOrigins = origins;
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

    /** What its pipes may do, null for none. */
    public Builder pipe(@Nullable PipeSettings settings) {
      pipe = settings;
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
          folder,
          host,
          port,
          tls,
          siteKey,
          formerKey,
          chunkBytes,
          sharing,
          gzip,
          client,
          pageOrigins,
          headerRules,
          slowness,
          pipe,
          accessLog,
          accessListener);
    }
  }
}
