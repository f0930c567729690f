package dev.weft.testkit.decoders;

import static dev.weft.testkit.decoders.Decoder.Form.REREADABLE;
import static dev.weft.testkit.decoders.Decoders.values;
import static dev.weft.testkit.vectors.Settled.value;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.Digests;
import dev.weft.core.io.Promise;
import dev.weft.core.manifest.GzipVariant;
import dev.weft.core.manifest.KeyEndorsement;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.manifest.ManifestTrust;
import dev.weft.core.manifest.ResponseHeader;
import dev.weft.core.manifest.ShardRef;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.protobuf.Utf8;
import dev.weft.core.unixfs.BlockLayout;
import dev.weft.core.unixfs.DagLink;
import dev.weft.core.unixfs.DagVerifier;
import dev.weft.core.unixfs.FileNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Packages {@code unixfs} and {@code manifest}. */
final class ContentDecoders {
  private static final int CHUNK = BlockLayout.MIN_CHUNK_BYTES;
  private static final Digests DIGESTS = data -> Promise.of(Sha256.digest(data));
  private static final Cid LEAF = Cid.raw(Sha256.digest());
  private static final Cid NODE = Cid.dagPb(Sha256.digest());
  private static final String DOMAIN = "weft-manifest";
  private static final byte[] TYPE = Utf8.encode("/weft/manifest");

  private static final PublicKey SITE_KEY = PublicKey.ofEd25519(SignedDecoders.SIGNER.publicKey());

  private ContentDecoders() {}

  static void add(List<Decoder> all) {
    nodes(all);
    shards(all);
    roots(all);
  }

  private static void nodes(List<Decoder> all) {
    List<byte[]> seeds = new ArrayList<>();
    for (int count = 2; count <= 6; count++) {
      seeds.add(FileNode.encode(Collections.nCopies(count, new DagLink(LEAF, CHUNK, CHUNK))));
    }
    BlockLayout layout = new BlockLayout(5L * CHUNK, CHUNK);
    all.add(
        new Decoder(
            "node of a file",
            List.of("unixfs.DagVerifier"),
            REREADABLE,
            (bytes, refusal) -> bytes.length == layout.blockSize(0),
            FileNode.MAX_BYTES,
            () -> bytes -> read(bytes, layout),
            seeds));
  }

  /** A node under its own digest: all that can be wrong is its form. */
  private static Supplier<byte[]> read(byte[] bytes, BlockLayout layout) {
    DagVerifier verifier = new DagVerifier(Cid.dagPb(Sha256.digest(bytes)), layout, DIGESTS);
    value(verifier.verify(0, bytes));
    Cid[] children = new Cid[layout.childCount(0)];
    for (int i = 0; i < children.length; i++) {
      children[i] = verifier.cid(layout.child(0, i));
    }
    return () -> FileNode.encode(layout, 0, children);
  }

  private static void shards(List<Decoder> all) {
    ManifestEntry plain = new ManifestEntry("/a", LEAF, 1, 1, "image/webp", List.of(), null);
    ManifestEntry full =
        new ManifestEntry(
            "/b.js",
            NODE,
            3L * CHUNK,
            CHUNK,
            "text/javascript",
            List.of(new ResponseHeader("etag", "\"1\"")),
            new GzipVariant(LEAF, CHUNK));
    ProtoWriter later =
        new ProtoWriter()
            .string(1, "/c")
            .bytes(2, LEAF.encode())
            .varint(3, CHUNK)
            .varint(4, 9)
            .string(5, "a/b")
            .string(99, "of a later version");
    all.add(
        values(
            "shard",
            List.of("manifest.ManifestShard", "manifest.ManifestEntry"),
            REREADABLE,
            "bad-protobuf",
            bytes -> ManifestShard.decode("/", CHUNK, bytes)::encode,
            new ManifestShard("/", CHUNK, List.of()).encode(),
            new ManifestShard("/", CHUNK, List.of(plain)).encode(),
            new ManifestShard("/", CHUNK, List.of(full)).encode(),
            new ManifestShard("/", CHUNK, List.of(plain, full)).encode(),
            new ProtoWriter().varint(9, 9).message(1, later).toBytes()));
  }

  private static void roots(List<Decoder> all) {
    byte[][] payloads = new byte[5][];
    for (int shards = 0; shards < payloads.length; shards++) {
      List<ShardRef> refs = new ArrayList<>();
      for (int i = 0; i < shards; i++) {
        refs.add(new ShardRef("/" + i, LEAF, 100 * i));
      }
      ManifestRoot root =
          new ManifestRoot(
              shards,
              1,
              2,
              SITE_KEY,
              List.of("https://a.example"),
              List.of(Multiaddr.parse("/ip4/1.2.3.4/tcp/1/ws")),
              CHUNK,
              refs,
              shards == 4 ? value(KeyEndorsement.of(SITE_KEY, SignedDecoders.SIGNER)) : null);
      payloads[shards] = payload(root);
    }
    Decoder roots =
        values(
            "manifest root",
            List.of("manifest.ManifestRoot", "manifest.ManifestTrust"),
            REREADABLE,
            "bad-protobuf",
            ManifestRoot.MAX_BYTES - SignedDecoders.AROUND_BYTES,
            SignedDecoders.signed(
                DOMAIN,
                TYPE,
                envelope -> {
                  ManifestRoot root = value(trust().fromElsewhere(envelope, 1));
                  return () -> payload(root);
                }),
            payloads);
    all.add(roots);
  }

  /** What was signed with the key of a site that is known. */
  private static ManifestTrust trust() {
    return new ManifestTrust(SignedDecoders.ANY, SITE_KEY, 0);
  }

  private static byte[] payload(ManifestRoot root) {
    return SignedDecoders.payload(DOMAIN, TYPE, value(root.sign(SignedDecoders.SIGNER)));
  }
}
