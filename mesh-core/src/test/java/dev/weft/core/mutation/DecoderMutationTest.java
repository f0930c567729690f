package dev.weft.core.mutation;

import static dev.weft.core.mutation.DecoderContract.holds;
import static dev.weft.core.mutation.DecoderContract.holdsCanonically;
import static dev.weft.core.unixfs.TestDigests.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.crypto.SignedEnvelope;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.manifest.GzipVariant;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.manifest.ResponseHeader;
import dev.weft.core.manifest.ShardRef;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multibase;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.multiformats.Uvarint;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.protobuf.Utf8;
import dev.weft.core.unixfs.BlockLayout;
import dev.weft.core.unixfs.DagLink;
import dev.weft.core.unixfs.DagVerifier;
import dev.weft.core.unixfs.FileNode;
import dev.weft.core.unixfs.TestDigests;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten thousand seeded mutations and every truncation, for each decoder of the formats. */
class DecoderMutationTest {
  private static final int CHUNK = BlockLayout.MIN_CHUNK_BYTES;
  private static final byte[] DIGEST = TestDigests.digest(new byte[0]);
  private static final Cid LEAF = Cid.raw(DIGEST);
  private static final Cid NODE = Cid.dagPb(DIGEST);
  private static final String PEER = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";
  private static final String HASHED_PEER = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";

  @Test
  void uvarints() {
    holds(
        bytes -> Uvarint.encode(Uvarint.read(bytes, 0)),
        Uvarint.encode(0),
        Uvarint.encode(127),
        Uvarint.encode(300),
        Uvarint.encode(Integer.MAX_VALUE),
        Uvarint.encode(Long.MAX_VALUE));
  }

  @Test
  void multihashes() {
    holdsCanonically(
        bytes -> Multihash.decode(bytes).encode(),
        Multihash.sha256(DIGEST).encode(),
        new Multihash(Multihash.IDENTITY, new byte[0]).encode(),
        new Multihash(Multihash.IDENTITY, new byte[36]).encode(),
        new Multihash(Multihash.IDENTITY, new byte[127]).encode(),
        new Multihash(Multihash.IDENTITY, new byte[128]).encode());
  }

  @Test
  void cids() {
    byte[][] seeds = {
      LEAF.encode(),
      NODE.encode(),
      PeerId.parse(PEER).toCid().encode(),
      Cid.parse(HASHED_PEER).encode(),
      Cid.v1(0x300, Multihash.sha256(DIGEST)).encode()
    };
    holdsCanonically(bytes -> Cid.decode(bytes).encode(), seeds);
    holds(
        text -> ascii(Cid.parse(latin(text)).toString()),
        ascii(LEAF.toString()),
        ascii(HASHED_PEER),
        ascii(Multibase.BASE36.encode(LEAF.encode())),
        ascii(Multibase.BASE58_BTC.encode(NODE.encode())),
        ascii(Multibase.BASE64_URL.encode(NODE.encode())));
  }

  @Test
  void multibaseTexts() {
    holdsCanonically(
        text -> {
          String read = latin(text);
          byte[] bytes = Multibase.decode(read);
          Multibase base =
              switch (read.charAt(0)) {
                case 'b' -> Multibase.BASE32;
                case 'k' -> Multibase.BASE36;
                case 'u' -> Multibase.BASE64_URL;
                default -> Multibase.BASE58_BTC;
              };
          return ascii(base.encode(bytes));
        },
        ascii("b"),
        ascii(Multibase.BASE32.encode(DIGEST)),
        ascii(Multibase.BASE36.encode(DIGEST)),
        ascii(Multibase.BASE58_BTC.encode(DIGEST)),
        ascii(Multibase.BASE64_URL.encode(DIGEST)));
  }

  @Test
  void peerIds() {
    PeerId inline = PeerId.parse(PEER);
    holdsCanonically(
        bytes -> PeerId.decode(bytes).encode(),
        inline.encode(),
        PeerId.parse(HASHED_PEER).encode(),
        PeerId.ofEd25519(new byte[32]).encode(),
        PeerId.of(new Multihash(Multihash.IDENTITY, new byte[37])).encode(),
        PeerId.of(new Multihash(Multihash.IDENTITY, new byte[42])).encode());
    holds(
        text -> ascii(PeerId.parse(latin(text)).toString()),
        ascii(PEER),
        ascii(HASHED_PEER),
        ascii(inline.toCid().toString()),
        ascii(Multibase.BASE36.encode(inline.toCid().encode())),
        ascii(Multibase.BASE58_BTC.encode(inline.toCid().encode())));
  }

  @Test
  void multiaddrs() {
    String[] texts = {
      "/ip4/127.0.0.1/tcp/8080/ws/p2p/" + PEER,
      "/ip6/2001:db8::1/udp/9/quic-v1/webtransport",
      "/dns4/a.example/tcp/443/tls/sni/b.example/ws/p2p/" + HASHED_PEER + "/p2p-circuit/webrtc",
      "/dnsaddr/a.example/http/http-path/a%2fb",
      "/memory/77/certhash/" + Multibase.BASE64_URL.encode(Multihash.sha256(DIGEST).encode())
    };
    byte[][] texted = new byte[texts.length][];
    byte[][] encoded = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      texted[i] = ascii(texts[i]);
      encoded[i] = Multiaddr.parse(texts[i]).encode();
    }
    holds(text -> ascii(Multiaddr.parse(latin(text)).toString()), texted);
    holdsCanonically(
        bytes -> {
          Multiaddr address = Multiaddr.decode(bytes);
          // What was read can be printed, and the print means the same.
          return Multiaddr.parse(address.toString()).encode();
        },
        encoded);
  }

  @Test
  void texts() {
    holdsCanonically(
        bytes -> Utf8.encode(Utf8.decode(bytes)),
        Utf8.encode("plain"),
        Utf8.encode("é\u07ff"),
        Utf8.encode("\u0800€\uffff"),
        Utf8.encode("😀\ud800\udc00\udbff\udfff"),
        Utf8.encode("mixed é € 😀 text"));
  }

  @Test
  void protobufMessages() {
    ProtoWriter inner = new ProtoWriter().varint(1, 300).string(2, "é");
    holds(
        bytes -> {
          ProtoWriter again = new ProtoWriter();
          ProtoReader reader = new ProtoReader(bytes);
          while (reader.next()) {
            switch (reader.wireType()) {
              case ProtoReader.VARINT -> again.varint(reader.field(), reader.varint());
              case ProtoReader.LENGTH_DELIMITED -> again.bytes(reader.field(), reader.bytes());
              default -> reader.skip();
            }
          }
          return again.toBytes();
        },
        inner.toBytes(),
        new ProtoWriter().message(1, inner).message(2, inner).toBytes(),
        new ProtoWriter().varint(1, -1).varint(536870911, 0).toBytes(),
        new byte[] {9, 1, 2, 3, 4, 5, 6, 7, 8, 21, 1, 2, 3, 4, 8, 1},
        new ProtoWriter().bytes(15, new byte[200]).toBytes());
  }

  @Test
  void framedMessagesWholeByteByByteAndInHalves() {
    byte[][] seeds = {
      Delimited.frame(new byte[0]),
      Delimited.frame(new byte[5]),
      Delimited.frame(new byte[127]),
      Delimited.frame(new byte[300]),
      frames(Delimited.frame(new byte[] {1, 2}), Delimited.frame(new byte[140]))
    };
    holds(
        bytes -> {
          String whole = outcome(bytes, bytes.length);
          String single = outcome(bytes, 1);
          String halves = outcome(bytes, bytes.length / 2 + 1);
          if (!whole.equals(single) || !whole.equals(halves)) {
            throw new AssertionError(whole + " / " + single + " / " + halves);
          }
          if (whole.endsWith("refused")) {
            throw MeshException.peer("bad-frame", "");
          }
          return new byte[] {0};
        },
        seeds);
  }

  private static String outcome(byte[] bytes, int pieceBytes) {
    StringBuilder heard = new StringBuilder();
    Delimited reader =
        new Delimited(1000, message -> heard.append(Arrays.hashCode(message)).append(' '));
    try {
      for (int at = 0; at < bytes.length; at += pieceBytes) {
        reader.feed(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + pieceBytes)));
      }
      return heard.append(reader.atBoundary()).toString();
    } catch (MeshException refusal) {
      return heard.append("refused").toString();
    }
  }

  @Test
  void nodesOfFiles() {
    List<byte[]> seeds = new ArrayList<>();
    for (int count = 1; count <= 5; count++) {
      List<DagLink> links = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        links.add(new DagLink(i % 2 == 0 ? LEAF : NODE, CHUNK, CHUNK + i));
      }
      seeds.add(FileNode.encode(links));
    }
    BlockLayout layout = new BlockLayout(5L * CHUNK, CHUNK);
    byte[] good = FileNode.encode(Collections.nCopies(5, new DagLink(LEAF, CHUNK, CHUNK)));
    seeds.add(good);
    holdsNodes(layout, good, seeds);
  }

  /** A node under its own digest: all that is wrong is its form, so nobody else is to blame. */
  private static void holdsNodes(BlockLayout layout, byte[] good, List<byte[]> seeds) {
    Mutator mutator = new Mutator(9, seeds);
    for (int i = 0; i < DecoderContract.MUTATIONS; i++) {
      byte[] node = i == 0 ? good : mutator.next();
      Cid root = Cid.dagPb(TestDigests.digest(node));
      DagVerifier verifier = new DagVerifier(root, layout, TestDigests.atOnce());
      boolean accepted;
      try {
        now(verifier.verify(0, node));
        accepted = true;
      } catch (MeshException refusal) {
        assertThat(refusal.code()).isEqualTo("bad-dag");
        accepted = false;
      }
      assertThat(verifier.cid(1) != null).isEqualTo(accepted);
    }
  }

  @Test
  void shards() {
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
    holds(
        bytes -> ManifestShard.decode("/", CHUNK, bytes).encode(),
        new ManifestShard("/", CHUNK, List.of()).encode(),
        new ManifestShard("/", CHUNK, List.of(plain)).encode(),
        new ManifestShard("/", CHUNK, List.of(full)).encode(),
        new ManifestShard("/", CHUNK, List.of(plain, full)).encode(),
        new ProtoWriter().varint(9, 9).message(1, plainWithMore()).toBytes());
  }

  private static ProtoWriter plainWithMore() {
    return new ProtoWriter()
        .string(1, "/c")
        .bytes(2, LEAF.encode())
        .varint(3, CHUNK)
        .varint(4, 9)
        .string(5, "a/b")
        .string(99, "of a later version");
  }

  @Test
  void roots() {
    PublicKey key = PublicKey.ofEd25519(new byte[32]);
    List<byte[]> payloads = new ArrayList<>();
    for (int shards = 0; shards < 5; shards++) {
      List<ShardRef> refs = new ArrayList<>();
      for (int i = 0; i < shards; i++) {
        refs.add(new ShardRef("/" + i, LEAF, 100 * i));
      }
      ManifestRoot root =
          new ManifestRoot(
              shards,
              1,
              2,
              key,
              List.of("https://a.example"),
              List.of(Multiaddr.parse("/ip4/1.2.3.4/tcp/1/ws")),
              CHUNK,
              refs,
              null);
      List<byte[]> opened = new ArrayList<>();
      openPayload(now(root.sign(new Unchecked())), opened);
      payloads.add(opened.get(0));
    }
    Unchecked signer = new Unchecked();
    holds(
        payload -> {
          byte[] envelope =
              now(
                  SignedEnvelope.seal(
                      signer, "weft-manifest", Utf8.encode("/weft/manifest"), payload));
          ManifestRoot root = now(ManifestRoot.open(signer, envelope));
          List<byte[]> again = new ArrayList<>();
          openPayload(now(root.sign(signer)), again);
          return again.get(0);
        },
        payloads.toArray(new byte[0][]));
  }

  private static void openPayload(byte[] envelope, List<byte[]> payloads) {
    ProtoReader reader = new ProtoReader(envelope);
    while (reader.next()) {
      if (reader.field() == 3) {
        payloads.add(reader.bytes());
      }
    }
  }

  /** Lets every signature pass, so that mutations reach what is inside. */
  private static final class Unchecked implements Signatures, Signatures.Signer {
    @Override
    public Promise<Signer> generate() {
      return Promise.of(this);
    }

    @Override
    public Promise<Boolean> verify(byte[] publicKey, byte[] message, byte[] signature) {
      return Promise.of(true);
    }

    @Override
    public byte[] publicKey() {
      return new byte[32];
    }

    @Override
    public Promise<byte[]> sign(byte[] message) {
      return Promise.of(new byte[64]);
    }
  }

  private static byte[] frames(byte[]... frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      out.writeBytes(frame);
    }
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
