package dev.weft.testkit.decoders;

import static dev.weft.testkit.decoders.Decoder.Form.CANONICAL;
import static dev.weft.testkit.decoders.Decoder.Form.REREADABLE;
import static dev.weft.testkit.decoders.Decoders.values;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multibase;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.multiformats.Uvarint;
import dev.weft.core.multiformats.WebSocketAddress;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.protobuf.Utf8;
import dev.weft.testkit.VirtualLoop;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Supplier;

/** Packages {@code multiformats} and {@code protobuf}. */
final class FormatDecoders {
  private static final byte[] DIGEST = Sha256.digest();
  private static final Cid LEAF = Cid.raw(DIGEST);
  private static final Cid NODE = Cid.dagPb(DIGEST);

  /** The test key of libp2p's peer-ids.md. */
  private static final String PEER = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";

  private static final String HASHED_PEER = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";

  private static final int MAX_FRAME_BYTES = 1000;

  private FormatDecoders() {}

  static void add(List<Decoder> all) {
    hashes(all);
    peers(all);
    addresses(all);
    messages(all);
  }

  private static void hashes(List<Decoder> all) {
    all.add(
        values(
            "uvarint",
            List.of("multiformats.Uvarint"),
            REREADABLE,
            "bad-varint",
            bytes -> {
              long value = Uvarint.read(bytes, 0);
              return () -> Uvarint.encode(value);
            },
            Uvarint.encode(0),
            Uvarint.encode(127),
            Uvarint.encode(300),
            Uvarint.encode(Integer.MAX_VALUE),
            Uvarint.encode(Long.MAX_VALUE)));
    all.add(
        values(
            "multihash",
            List.of("multiformats.Multihash"),
            CANONICAL,
            "bad-multihash",
            bytes -> Multihash.decode(bytes)::encode,
            Multihash.sha256(DIGEST).encode(),
            new Multihash(Multihash.IDENTITY, new byte[0]).encode(),
            new Multihash(Multihash.IDENTITY, new byte[36]).encode(),
            new Multihash(Multihash.IDENTITY, new byte[127]).encode(),
            new Multihash(Multihash.IDENTITY, new byte[128]).encode()));
    all.add(
        values(
            "CID",
            List.of("multiformats.Cid"),
            CANONICAL,
            "bad-cid",
            bytes -> Cid.decode(bytes)::encode,
            LEAF.encode(),
            NODE.encode(),
            PeerId.parse(PEER).toCid().encode(),
            Cid.parse(HASHED_PEER).encode(),
            Cid.v1(0x300, Multihash.sha256(DIGEST)).encode()));
    all.add(
        values(
            "CID in text",
            List.of("multiformats.Cid"),
            REREADABLE,
            "bad-multibase",
            text -> text(Cid.parse(latin(text))),
            Utf8.encode(LEAF.toString()),
            Utf8.encode(HASHED_PEER),
            Utf8.encode(Multibase.BASE36.encode(LEAF.encode())),
            Utf8.encode(Multibase.BASE58_BTC.encode(NODE.encode())),
            Utf8.encode(Multibase.BASE64_URL.encode(NODE.encode()))));
    all.add(
        values(
            "multibase",
            List.of("multiformats.Multibase"),
            CANONICAL,
            "bad-multibase",
            text -> {
              byte[] bytes = Multibase.decode(latin(text));
              return () -> Utf8.encode(base(text[0]).encode(bytes));
            },
            Utf8.encode("b"),
            Utf8.encode(Multibase.BASE32.encode(DIGEST)),
            Utf8.encode(Multibase.BASE36.encode(DIGEST)),
            Utf8.encode(Multibase.BASE58_BTC.encode(DIGEST)),
            Utf8.encode(Multibase.BASE64_URL.encode(DIGEST))));
  }

  private static Multibase base(int prefix) {
    return switch (prefix) {
      case 'b' -> Multibase.BASE32;
      case 'k' -> Multibase.BASE36;
      case 'u' -> Multibase.BASE64_URL;
      default -> Multibase.BASE58_BTC;
    };
  }

  private static void peers(List<Decoder> all) {
    PeerId inline = PeerId.parse(PEER);
    all.add(
        values(
            "peer id",
            List.of("multiformats.PeerId"),
            CANONICAL,
            "bad-multihash",
            bytes -> PeerId.decode(bytes)::encode,
            inline.encode(),
            PeerId.parse(HASHED_PEER).encode(),
            PeerId.ofEd25519(new byte[32]).encode(),
            PeerId.of(new Multihash(Multihash.IDENTITY, new byte[37])).encode(),
            PeerId.of(new Multihash(Multihash.IDENTITY, new byte[42])).encode()));
    all.add(
        values(
            "peer id in text",
            List.of("multiformats.PeerId"),
            REREADABLE,
            "bad-multibase",
            text -> text(PeerId.parse(latin(text))),
            Utf8.encode(PEER),
            Utf8.encode(HASHED_PEER),
            Utf8.encode(inline.toCid().toString()),
            Utf8.encode(Multibase.BASE36.encode(inline.toCid().encode())),
            Utf8.encode(Multibase.BASE58_BTC.encode(inline.toCid().encode()))));
  }

  private static void addresses(List<Decoder> all) {
    String[] texts = {
      "/ip4/127.0.0.1/tcp/8080/ws/p2p/" + PEER,
      "/ip6/2001:db8::1/udp/9/quic-v1/webtransport",
      "/dns4/a.example/tcp/443/tls/sni/b.example/ws/p2p/" + HASHED_PEER + "/p2p-circuit/webrtc",
      "/dnsaddr/a.example/http/http-path/a%2fb",
      "/ip6/::ffff:1.2.3.4/memory/77/certhash/"
          + Multibase.BASE64_URL.encode(Multihash.sha256(DIGEST).encode())
    };
    byte[][] texted = new byte[texts.length][];
    byte[][] encoded = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      texted[i] = Utf8.encode(texts[i]);
      encoded[i] = Multiaddr.parse(texts[i]).encode();
    }
    all.add(
        values(
            "multiaddr in text",
            List.of("multiformats.MultiaddrText", "multiformats.Ip6Text"),
            REREADABLE,
            "bad-multiaddr",
            text -> text(Multiaddr.parse(latin(text))),
            texted));
    all.add(
        values(
            "multiaddr",
            List.of("multiformats.Multiaddr"),
            CANONICAL,
            "bad-multiaddr",
            // What was read can be printed, and the print means the same.
            bytes -> Multiaddr.parse(Multiaddr.decode(bytes).toString())::encode,
            encoded));
    all.add(
        values(
            "WebSocket address in text",
            List.of("multiformats.WebSocketAddress"),
            REREADABLE,
            "bad-multiaddr",
            text -> text(WebSocketAddress.parse(latin(text))),
            Utf8.encode("/ip4/127.0.0.1/tcp/8080/ws"),
            Utf8.encode("/dns4/a.example/tcp/443/wss/p2p/" + PEER),
            Utf8.encode("/dns/a.example/tcp/443/tls/ws"),
            Utf8.encode("/ip4/1.2.3.4/tcp/443/tls/sni/b.example/ws"),
            Utf8.encode("/dns6/a-b.example/tcp/1/ws/p2p/" + PEER + "/p2p-circuit")));
  }

  private static void messages(List<Decoder> all) {
    all.add(
        values(
            "UTF-8",
            List.of("protobuf.Utf8"),
            CANONICAL,
            "bad-utf8",
            bytes -> {
              String text = Utf8.decode(bytes);
              return () -> Utf8.encode(text);
            },
            Utf8.encode("plain"),
            Utf8.encode("é\u07ff"),
            Utf8.encode("\u0800€\uffff"),
            Utf8.encode("😀\ud800\udc00\udbff\udfff"),
            Utf8.encode("mixed é € 😀 text")));
    ProtoWriter inner = new ProtoWriter().varint(1, 300).string(2, "é");
    all.add(
        values(
            "protobuf message",
            List.of("protobuf.ProtoReader"),
            REREADABLE,
            "bad-protobuf",
            FormatDecoders::copied,
            inner.toBytes(),
            new ProtoWriter().message(1, inner).message(2, inner).toBytes(),
            new ProtoWriter().varint(1, -1).varint(536_870_911, 0).toBytes(),
            new byte[] {9, 1, 2, 3, 4, 5, 6, 7, 8, 21, 1, 2, 3, 4, 8, 1},
            new ProtoWriter().bytes(15, new byte[200]).toBytes()));
    all.add(
        Decoders.stream(
            "framed messages",
            List.of("protobuf.Delimited"),
            MAX_FRAME_BYTES,
            FormatDecoders::framed,
            Delimited.frame(new byte[0]),
            Delimited.frame(new byte[5]),
            Delimited.frame(new byte[127]),
            Delimited.frame(new byte[300]),
            Bytes.join(Delimited.frame(new byte[] {1, 2}), Delimited.frame(new byte[140]))));
  }

  /** Each field read; and read again, to be written. */
  private static Supplier<byte[]> copied(byte[] message) {
    ProtoReader reader = new ProtoReader(message);
    while (reader.next()) {
      reader.skip();
    }
    return () -> copy(message);
  }

  private static byte[] copy(byte[] message) {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    ProtoReader reader = new ProtoReader(message);
    while (reader.next()) {
      ProtoWriter field = new ProtoWriter();
      switch (reader.wireType()) {
        case ProtoReader.VARINT -> field.varint(reader.field(), reader.varint());
        case ProtoReader.LENGTH_DELIMITED -> field.bytes(reader.field(), reader.bytes());
        default -> reader.skip();
      }
      byte[] written = field.toBytes();
      copy.write(written, 0, written.length);
    }
    return copy.toByteArray();
  }

  private static Decoder.Reader framed() {
    Transcript transcript = new Transcript();
    Delimited messages =
        new Delimited(
            MAX_FRAME_BYTES,
            message -> {
              transcript.add(Transcript.NOTED, Uvarint.encode(message.length));
              transcript.add(Transcript.PASSED_ON, message);
            });
    boolean[] refused = new boolean[1];
    return new StreamReader(
        new VirtualLoop(),
        transcript,
        piece -> {
          try {
            if (!refused[0]) {
              messages.feed(piece);
            }
          } catch (MeshException bad) {
            refused[0] = true;
            transcript.broken(bad);
          }
        },
        () -> {});
  }

  private static Supplier<byte[]> text(Object value) {
    String text = value.toString();
    return () -> Utf8.encode(text);
  }

  /** A character a byte. */
  static String latin(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte each : bytes) {
      text.append((char) (each & 0xff));
    }
    return text.toString();
  }
}
