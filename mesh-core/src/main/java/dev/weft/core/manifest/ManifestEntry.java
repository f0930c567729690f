package dev.weft.core.manifest;

import static dev.weft.core.manifest.ManifestText.isPrintable;
import static dev.weft.core.manifest.ManifestText.present;
import static dev.weft.core.manifest.ManifestText.require;

import dev.weft.core.multiformats.Cid;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One asset. On the wire: 1 path, 2 root, 3 size, 4 encodedSize, 5 mediaType, 6 headers repeated {1
 * name, 2 value}, 7 gzip {1 root, 2 size}.
 *
 * @param path as a browser's {@code URL.pathname} gives it: {@code /img/a.webp}
 * @param root the root of its DAG
 * @param size its bytes, at most 2^40
 * @param encodedSize the bytes that the origin would send, content-encoded where it would
 * @param mediaType its Content-Type, at most {@value #MAX_MEDIA_TYPE_CHARS} characters
 * @param headers further headers to reproduce, at most {@value #MAX_HEADERS}
 * @param gzip its compressed form as content of its own, or null
 */
public record ManifestEntry(
    String path,
    Cid root,
    long size,
    long encodedSize,
    String mediaType,
    List<ResponseHeader> headers,
    @Nullable GzipVariant gzip) {
  /** The longest media type, in characters (RFC 6838, section 4.2, twice 64). */
  public static final int MAX_MEDIA_TYPE_CHARS = 128;

  /** The most headers, above the number of names that are allowed. */
  public static final int MAX_HEADERS = 16;

  private static final int PATH = 1;
  private static final int ROOT = 2;
  private static final int SIZE = 3;
  private static final int ENCODED_SIZE = 4;
  private static final int MEDIA_TYPE = 5;
  private static final int HEADERS = 6;
  private static final int GZIP = 7;

  /** Throws code {@code bad-manifest} for a value out of its bounds. */
  public ManifestEntry {
    ManifestText.requirePath(path);
    ManifestText.requireSha256(root);
    ManifestText.requireFileBytes(size);
    ManifestText.requireFileBytes(encodedSize);
    require(isPrintable(mediaType, MAX_MEDIA_TYPE_CHARS) && mediaType.indexOf('/') > 0, "type");
    require(headers.size() <= MAX_HEADERS, "too many headers");
  }

  ProtoWriter write() {
    ProtoWriter out =
        new ProtoWriter()
            .string(PATH, path)
            .bytes(ROOT, root.encode())
            .varint(SIZE, size)
            .varint(ENCODED_SIZE, encodedSize)
            .string(MEDIA_TYPE, mediaType);
    for (ResponseHeader header : headers) {
      out.message(HEADERS, new ProtoWriter().string(1, header.name()).string(2, header.value()));
    }
    if (gzip != null) {
      out.message(GZIP, new ProtoWriter().bytes(1, gzip.root().encode()).varint(2, gzip.size()));
    }
    return out;
  }

  static ManifestEntry read(ProtoReader in) {
    String path = "";
    Cid root = null;
    long size = -1;
    long encodedSize = -1;
    String mediaType = "";
    List<ResponseHeader> headers = new ArrayList<>();
    GzipVariant gzip = null;
    while (in.next()) {
      switch (in.field()) {
        case PATH -> path = in.string();
        case ROOT -> root = in.cid();
        case SIZE -> size = in.varint();
        case ENCODED_SIZE -> encodedSize = in.varint();
        case MEDIA_TYPE -> mediaType = in.string();
        case HEADERS -> {
          require(headers.size() < MAX_HEADERS, "too many headers");
          headers.add(readHeader(in.message()));
        }
        case GZIP -> gzip = readGzip(in.message());
        default -> in.skip();
      }
    }
    return new ManifestEntry(path, present(root), size, encodedSize, mediaType, headers, gzip);
  }

  private static ResponseHeader readHeader(ProtoReader in) {
    String name = "";
    String value = "";
    while (in.next()) {
      if (in.field() == 1) {
        name = in.string();
      } else if (in.field() == 2) {
        value = in.string();
      }
    }
    return new ResponseHeader(name, value);
  }

  private static GzipVariant readGzip(ProtoReader in) {
    Cid root = null;
    long size = -1;
    while (in.next()) {
      if (in.field() == 1) {
        root = in.cid();
      } else if (in.field() == 2) {
        size = in.varint();
      }
    }
    return new GzipVariant(present(root), size);
  }
}
