package dev.weft.core.manifest;

import static dev.weft.core.multiformats.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.unixfs.BlockLayout;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestEntryTest {
  private static final Cid ROOT = Cid.raw(new byte[32]);

  static ManifestEntry entry(String path) {
    return new ManifestEntry(path, ROOT, 5, 5, "image/webp", List.of(), null);
  }

  @Test
  void readsWhatItWrites() {
    ManifestEntry entry =
        new ManifestEntry(
            "/a.js",
            ROOT,
            1000,
            300,
            "text/javascript; charset=utf-8",
            List.of(new ResponseHeader("etag", "\"x\""), new ResponseHeader("expires", "0")),
            new GzipVariant(Cid.raw(new byte[32]), 300));
    assertThat(ManifestEntry.read(new ProtoReader(entry.write().toBytes()))).isEqualTo(entry);
    ManifestEntry plain = entry("/b");
    assertThat(ManifestEntry.read(new ProtoReader(plain.write().toBytes()))).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/a", "/a/", "/a/b.c", "/..a", "/a..b", "/...", "/%20", "/a%2Fb", "/~^|'"})
  void acceptsPathsAsAUrlGivesThem(String path) {
    assertThat(entry(path).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "//",
        "//a",
        "/a//b",
        "/a//",
        "/.",
        "/..",
        "/../a",
        "/a/..",
        "/a/./b",
        "/%2e",
        "/%2E%2e/a",
        "/.%2e",
        "/a b",
        "/a\u0000",
        "/a\n",
        "/é",
        "/a?b",
        "/a#b",
        "/a\\b",
        "/<",
        "/{"
      })
  void refusesOtherPaths(String path) {
    assertRefused("bad-manifest", () -> entry(path));
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    long most = BlockLayout.MAX_FILE_BYTES;
    assertRefused("bad-manifest", () -> entry("/" + "a".repeat(ManifestText.MAX_PATH_CHARS)));
    assertRefused("bad-manifest", () -> with(ROOT, most + 1, 0, "a/b"));
    assertRefused("bad-manifest", () -> with(ROOT, -1, 0, "a/b"));
    assertRefused("bad-manifest", () -> with(ROOT, 0, most + 1, "a/b"));
    assertRefused("bad-manifest", () -> with(ROOT, 0, -1, "a/b"));
    assertRefused("bad-manifest", () -> with(ROOT, 0, 0, ""));
    assertRefused("bad-manifest", () -> with(ROOT, 0, 0, "ab"));
    assertRefused("bad-manifest", () -> with(ROOT, 0, 0, "a/b\r\nset-cookie: c"));
    assertRefused("bad-manifest", () -> with(ROOT, 0, 0, "a/" + "b".repeat(127)));
    Cid identity = Cid.v1(Cid.RAW, new Multihash(Multihash.IDENTITY, new byte[3]));
    assertRefused("bad-manifest", () -> with(identity, 3, 3, "a/b"));
    assertRefused("bad-manifest", () -> new GzipVariant(identity, 3));
    assertRefused("bad-manifest", () -> new GzipVariant(ROOT, most + 1));
    ResponseHeader header = new ResponseHeader("etag", "x");
    assertRefused(
        "bad-manifest",
        () -> new ManifestEntry("/a", ROOT, 1, 1, "a/b", Collections.nCopies(17, header), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"set-cookie", "content-security-policy", "ETag", "", "vary", "link"})
  void refusesHeadersOutsideTheClosedList(String name) {
    assertRefused("bad-manifest", () -> new ResponseHeader(name, "x"));
  }

  @Test
  void refusesHeaderValuesThatCouldSplitAResponse() {
    assertRefused("bad-manifest", () -> new ResponseHeader("etag", "a\r\nb"));
    assertRefused("bad-manifest", () -> new ResponseHeader("etag", ""));
    assertRefused("bad-manifest", () -> new ResponseHeader("etag", "a".repeat(1025)));
  }

  @Test
  void refusesAnEntryWithoutItsFields() {
    assertRefused("bad-manifest", () -> ManifestEntry.read(new ProtoReader(new byte[0])));
    byte[] noRoot = new ProtoWriter().string(1, "/a").varint(3, 1).varint(4, 1).toBytes();
    assertRefused("bad-manifest", () -> ManifestEntry.read(new ProtoReader(noRoot)));
    byte[] manyHeaders = entry("/a").write().toBytes();
    ProtoWriter more = new ProtoWriter();
    for (int i = 0; i < 17; i++) {
      more.message(6, new ProtoWriter().string(1, "etag").string(2, "x"));
    }
    byte[] tail = more.toBytes();
    byte[] all = Arrays.copyOf(manyHeaders, manyHeaders.length + tail.length);
    System.arraycopy(tail, 0, all, manyHeaders.length, tail.length);
    assertRefused("bad-manifest", () -> ManifestEntry.read(new ProtoReader(all)));
  }

  private static ManifestEntry with(Cid root, long size, long encodedSize, String mediaType) {
    return new ManifestEntry("/a", root, size, encodedSize, mediaType, List.of(), null);
  }
}
