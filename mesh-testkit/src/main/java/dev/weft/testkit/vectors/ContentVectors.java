package dev.weft.testkit.vectors;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.Digests;
import dev.weft.core.io.Promise;
import dev.weft.core.manifest.GzipVariant;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.manifest.ResponseHeader;
import dev.weft.core.manifest.ShardRef;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.unixfs.BlockLayout;
import dev.weft.core.unixfs.DagBuilder;
import dev.weft.core.unixfs.DagLink;
import dev.weft.core.unixfs.DagVerifier;
import dev.weft.core.unixfs.FileNode;
import java.util.List;

/** Packages {@code unixfs} and {@code manifest}: roots of files, and what a site's key signs. */
final class ContentVectors {
  private static final int CHUNK = BlockLayout.MIN_CHUNK_BYTES;
  private static final Digests DIGESTS = data -> Promise.of(Sha256.digest(data));
  private static final Cid LEAF = Cid.raw(Sha256.digest(new byte[0]));
  private static final Cid NODE = Cid.dagPb(Sha256.digest(new byte[0]));

  private ContentVectors() {}

  static void run(Trial trial) {
    files(trial);
    nodes(trial);
    layouts(trial);
    shards(trial);
    roots(trial);
  }

  /** The roots are those that ipfs-unixfs-importer 17.1 gives for these bytes. */
  private static void files(Trial trial) {
    String[][] known = {
      {"0", "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"},
      {"1", "bafkreidogqfzz75tpkmjzjke425xqcrmpcib2p5tg44hnbirumdbpl5adu"},
      {"65535", "bafkreibkexetimlat45kakqbpnsmrb3n7rgmh56a4ilbjqqkrudgpmoojq"},
      {"65536", "bafkreic7zy37geurkdhh5q4ttnkac3m4d7ibgzhcpmfhrdoggqdev3dwwe"},
      {"65537", "bafybeieddjpxlcisqmlvpkyprppcdoyritgm7bpcuq7e3pabvghcibrxni"},
      {"11403265", "bafybeihtwxe2bfisgcnidg6rmaapht46nzv7v4etf3rd3adiutj57a3ssu"}
    };
    for (String[] each : known) {
      trial.expect(
          "root of " + each[0] + " bytes",
          each[1],
          () -> root(file(Integer.parseInt(each[0]))).cid().toString());
    }
    byte[] two = file(CHUNK + 1);
    DagLink root = root(two);
    trial.expect("bytes of the DAG", "65641", () -> "" + root.dagBytes());
  }

  /** Bytes that repeat nowhere within a chunk. */
  private static byte[] file(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 7 + (i >> 8) + (i >> 16));
    }
    return bytes;
  }

  private static DagLink root(byte[] file) {
    DagBuilder builder = new DagBuilder(CHUNK, DIGESTS, (cid, bytes) -> {});
    Settled.value(builder.write(file));
    return Settled.value(builder.finish());
  }

  private static void nodes(Trial trial) {
    byte[] node =
        FileNode.encode(List.of(new DagLink(LEAF, CHUNK, CHUNK), new DagLink(LEAF, 1, 1)));
    String hash = "0a24" + Hex.of(LEAF.encode());
    trial.expect(
        "node",
        "122c"
            + hash
            + "1200"
            + "18808004"
            + "122a"
            + hash
            + "1200"
            + "1801"
            + "0a0c08021881800420808004"
            + "2001",
        () -> Hex.of(node));
    trial.expect("node verified", LEAF.toString(), () -> firstChild(node, CHUNK + 1));
    trial.expect("node of another size", "!bad-dag", () -> firstChild(node, CHUNK + 2));
    trial.expect(
        "another block",
        "!bad-block",
        () -> {
          DagVerifier verifier =
              new DagVerifier(
                  Cid.dagPb(Sha256.digest(node)), new BlockLayout(CHUNK + 1, CHUNK), DIGESTS);
          Settled.value(verifier.verify(0, new byte[node.length]));
          return "taken";
        });
  }

  /** A node under its own digest: all that can be wrong is its form. */
  private static String firstChild(byte[] node, int fileBytes) {
    BlockLayout layout = new BlockLayout(fileBytes, CHUNK);
    DagVerifier verifier = new DagVerifier(Cid.dagPb(Sha256.digest(node)), layout, DIGESTS);
    Settled.value(verifier.verify(0, node));
    return verifier.cid(1) + "";
  }

  private static void layouts(Trial trial) {
    BlockLayout layout = new BlockLayout(176L * CHUNK + 100, CHUNK);
    trial.expect("blocks of 177 chunks", "180", () -> "" + layout.blockCount());
    trial.expect("block of the 175th leaf", "177", () -> "" + layout.blockOfLeaf(174));
    trial.expect("length of the last", "100", () -> "" + layout.length(179));
    trial.expect(
        "chunks of another size", "!bad-layout", () -> "" + new BlockLayout(1, 1000).leafCount());
  }

  private static void shards(Trial trial) {
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
    ManifestShard shard = new ManifestShard("/", CHUNK, List.of(plain, full));
    byte[] bytes = shard.encode();
    trial.expect(
        "shard",
        "bafkreiffp5m4omk4bjzrewhebubyq34b57l3vjmlro4mgh655n3fouwagq",
        () -> shard.ref().cid().toString());
    trial.expect("blocks of a shard", "6", () -> "" + shard.blockCount());
    trial.expect(
        "shard read",
        "/b.js 196608",
        () -> {
          ManifestEntry read = ManifestShard.decode("/", CHUNK, bytes).entries().get(1);
          return read.path() + " " + read.size();
        });
    trial.expect(
        "shard of other bytes",
        "!bad-block",
        () -> {
          byte[] changed = bytes.clone();
          changed[9] ^= 1;
          return Settled.value(ManifestShard.open(DIGESTS, shard.ref(), CHUNK, changed)).prefix();
        });
    trial.expect(
        "shard over its bound",
        "!bad-manifest",
        () ->
            "" + ManifestShard.decode("/", CHUNK, new byte[ManifestShard.MAX_BYTES + 1]).prefix());
    trial.expect(
        "entry outside of its shard",
        "!bad-manifest",
        () -> new ManifestShard("/img/", CHUNK, List.of(plain)).prefix());
  }

  private static void roots(Trial trial) {
    StandInCrypto site = StandInCrypto.atOnce(1);
    ManifestRoot root =
        new ManifestRoot(
            7,
            1_700_000_000L,
            1_702_592_000L,
            PublicKey.ofEd25519(site.publicKey()),
            List.of("https://a.example"),
            List.of(Multiaddr.parse("/ip4/1.2.3.4/tcp/1/ws")),
            CHUNK,
            List.of(new ShardRef("/", LEAF, 100), new ShardRef("/img/", LEAF, 200)),
            null);
    byte[] envelope = Settled.value(root.sign(site));
    trial.expect(
        "root",
        "6071ce5ceba7f4e570a51e4b8c05327b2c13c238e0a93c8684b23114e1579dc6",
        () -> Hex.of(Sha256.digest(envelope)));
    trial.expect(
        "root read",
        "7 [https://a.example] [/ip4/1.2.3.4/tcp/1/ws]",
        () -> {
          ManifestRoot read = Settled.value(ManifestRoot.open(site, envelope));
          return read.sequence() + " " + read.allowedOrigins() + " " + read.bootstrap();
        });
    trial.expect(
        "root signed by another",
        "!bad-manifest",
        () -> Hex.of(Settled.value(root.sign(StandInCrypto.atOnce(2)))));
  }
}
