package dev.weft.browser.publish;

import dev.weft.core.manifest.GzipVariant;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.manifest.ResponseHeader;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/**
 * What is to be signed: {@code {files: [{path, root, size, encodedSize, mediaType, headers: [[name,
 * value]], gzip: {root, size} or null}], pageOrigins, bootstrap, chunkBytes, sequence, unixSeconds,
 * key, formerKey}}.
 */
@JSClass(transparent = true)
abstract class Site implements JSObject {
  private Site() {}

  @JSProperty
  abstract int getChunkBytes();

  @JSProperty
  abstract double getSequence();

  @JSProperty
  abstract double getUnixSeconds();

  @JSProperty
  abstract Host.Key getKey();

  /** The key before, which vouches for this one; or null. */
  @JSProperty
  abstract Host.@Nullable Key getFormerKey();

  /** A value of a list, at the end of some names and numbers. */
  @JSBody(
      params = {"list", "at", "field"},
      script = "var it=this[list][at];return String(field?it[field]:it)")
  private native String text(String list, int at, @Nullable String field);

  @JSBody(
      params = {"at", "field"},
      script = "return this.files[at][field]")
  private native double number(int at, String field);

  @JSBody(params = "list", script = "return this[list].length")
  private native int count(String list);

  @JSBody(params = "at", script = "return this.files[at].headers.length")
  private native int headers(int at);

  @JSBody(
      params = {"at", "header", "part"},
      script = "return this.files[at].headers[header][part]")
  private native String header(int at, int header, int part);

  /** The root of the file's gzip variant, or null. */
  @JSBody(params = "at", script = "var gzip=this.files[at].gzip;return gzip?String(gzip.root):null")
  private native @Nullable String gzipRoot(int at);

  @JSBody(params = "at", script = "return this.files[at].gzip.size")
  private native double gzipSize(int at);

  private static @Nullable GzipVariant gzip(Site site, int at) {
    String root = site.gzipRoot(at);
    return root == null ? null : new GzipVariant(Cid.parse(root), (long) site.gzipSize(at));
  }

  static List<String> pageOrigins(Site site) {
    List<String> origins = new ArrayList<>();
    for (int at = 0; at < site.count("pageOrigins"); at++) {
      origins.add(site.text("pageOrigins", at, null));
    }
    return origins;
  }

  static List<Multiaddr> bootstrap(Site site) {
    List<Multiaddr> addresses = new ArrayList<>();
    for (int at = 0; at < site.count("bootstrap"); at++) {
      addresses.add(Multiaddr.parse(site.text("bootstrap", at, null)));
    }
    return addresses;
  }

  static List<ManifestEntry> entries(Site site) {
    List<ManifestEntry> entries = new ArrayList<>();
    for (int at = 0; at < site.count("files"); at++) {
      List<ResponseHeader> headers = new ArrayList<>();
      for (int header = 0; header < site.headers(at); header++) {
        headers.add(new ResponseHeader(site.header(at, header, 0), site.header(at, header, 1)));
      }
      entries.add(
          new ManifestEntry(
              site.text("files", at, "path"),
              Cid.parse(site.text("files", at, "root")),
              (long) site.number(at, "size"),
              (long) site.number(at, "encodedSize"),
              site.text("files", at, "mediaType"),
              headers,
              gzip(site, at)));
    }
    return entries;
  }
}
