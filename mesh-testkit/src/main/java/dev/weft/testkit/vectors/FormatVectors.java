package dev.weft.testkit.vectors;

import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multibase;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.multiformats.Uvarint;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.protobuf.Utf8;

/** Packages {@code multiformats} and {@code protobuf}: the specs' examples, and malformed forms. */
final class FormatVectors {
  /** SHA-256 of "hello world". */
  private static final String DIGEST =
      "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

  private static final String RAW_CID =
      "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

  /** The test key of libp2p's peer-ids.md. */
  private static final String PEER = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";

  private static final String HASHED_PEER = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";

  private FormatVectors() {}

  static void run(Trial trial) {
    varints(trial);
    bases(trial);
    identifiers(trial);
    peers(trial);
    addresses(trial);
    texts(trial);
    messages(trial);
    frames(trial);
  }

  private static void varints(Trial trial) {
    String[][] known = {
      {"0", "00"},
      {"127", "7f"},
      {"128", "8001"},
      {"300", "ac02"},
      {"2147483647", "ffffffff07"},
      {"9223372036854775807", "ffffffffffffffff7f"}
    };
    for (String[] each : known) {
      trial.expect(
          "uvarint " + each[0],
          each[1],
          () -> Hex.of(Uvarint.encode(Uvarint.read(Hex.bytes(each[1]), 0))));
      trial.expect(
          "uvarint " + each[1], each[0], () -> "" + Uvarint.read(Hex.bytes("aa" + each[1]), 1));
    }
    for (String malformed : new String[] {"", "80", "8000", "ffffffffffffffffff01"}) {
      trial.expect(
          "uvarint of " + malformed,
          "!bad-varint",
          () -> "" + Uvarint.read(Hex.bytes(malformed), 0));
    }
  }

  private static void bases(Trial trial) {
    String[] texts = {
      "bpfsxgidnmfxgsibb", "z7paNL19xttacUY", "k2lcpzo5yikidynfl", "ueWVzIG1hbmkgIQ"
    };
    Multibase[] bases = {
      Multibase.BASE32, Multibase.BASE58_BTC, Multibase.BASE36, Multibase.BASE64_URL
    };
    for (int i = 0; i < texts.length; i++) {
      String text = texts[i];
      Multibase base = bases[i];
      trial.expect(text, "yes mani !", () -> Utf8.decode(Multibase.decode(text)));
      trial.expect(text, text, () -> base.encode(Utf8.encode("yes mani !")));
      trial.expect(
          "zeros in " + text.charAt(0),
          "0000ff",
          () -> Hex.of(Multibase.decode(base.encode(Hex.bytes("0000ff")))));
    }
    String[] malformed = {
      "", "BPFSX", "bpfsxgidnmfxgsibb=", "bnbswy3dpeb3w64tmmr", "z0OIl", "u+/", "kA"
    };
    for (String text : malformed) {
      trial.expect("multibase of " + text, "!bad-multibase", () -> Hex.of(Multibase.decode(text)));
    }
  }

  private static void identifiers(Trial trial) {
    trial.expect("raw CID", RAW_CID, () -> Cid.raw(Hex.bytes(DIGEST)).toString());
    trial.expect("CID in bytes", "01551220" + DIGEST, () -> Hex.of(Cid.parse(RAW_CID).encode()));
    trial.expect(
        "CID of version 0",
        "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354",
        () -> {
          Cid old = Cid.parse("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");
          return Cid.dagPb(old.multihash().digest()).toString();
        });
    String[][] malformed = {
      {"", "!bad-cid"},
      {"01", "!bad-cid"},
      {"0055001220", "!bad-cid"},
      {"0155", "!bad-varint"},
      {"01551320" + DIGEST, "!bad-multihash"},
      {"01551220" + DIGEST + "00", "!bad-multihash"},
      {"01ffffffff0f0000", "!bad-cid"}
    };
    for (String[] each : malformed) {
      trial.expect("CID of " + each[0], each[1], () -> Cid.decode(Hex.bytes(each[0])).toString());
    }
    trial.expect(
        "CID of version 0 with a prefix",
        "!bad-cid",
        () -> Cid.parse("zQmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn").toString());
  }

  private static void peers(Trial trial) {
    String key = "1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e";
    trial.expect("peer id", PEER, () -> PeerId.ofEd25519(Hex.bytes(key)).toString());
    trial.expect(
        "peer id in bytes", "002408011220" + key, () -> Hex.of(PeerId.parse(PEER).encode()));
    trial.expect(
        "peer id as a CID", PEER, () -> PeerId.parse(PeerId.parse(PEER).toCid().toString()) + "");
    trial.expect("hashed peer id", HASHED_PEER, () -> PeerId.parse(HASHED_PEER).toString());
    String[][] malformed = {
      {"", "!bad-multibase"}, {RAW_CID, "!bad-peer-id"}, {"12D3Koo0", "!bad-multibase"}
    };
    for (String[] each : malformed) {
      trial.expect("peer id of " + each[0], each[1], () -> PeerId.parse(each[0]).toString());
    }
  }

  private static void addresses(Trial trial) {
    String[][] known = {
      {"/ip4/127.0.0.1/tcp/8080/ws", "047f000001061f90dd03"},
      {"/ip6/::1/tcp/0", "2900000000000000000000000000000001060000"},
      {"/dns4/example.com/tcp/443/wss", "360b6578616d706c652e636f6d0601bbde03"},
      {"/dns6/a/tcp/1/tls/sni/b.c/ws", "370161060001c003c10303622e63dd03"},
      {"/p2p-circuit/webrtc", "a2029902"},
      {"/memory/18446744073709551615", "8906ffffffffffffffff"}
    };
    for (String[] each : known) {
      trial.expect(each[0], each[1], () -> Hex.of(Multiaddr.parse(each[0]).encode()));
      trial.expect(each[1], each[0], () -> Multiaddr.decode(Hex.bytes(each[1])).toString());
    }
    trial.expect(
        "canonical ip6",
        "/ip6/1:0:0:2::3",
        () -> Multiaddr.parse("/ip6/1:0:0:2:0:0:0:3").toString());
    String[][] malformed = {
      {"", "!bad-multiaddr"},
      {"/ip4/1.2.3.256", "!bad-multiaddr"},
      {"/ip4/01.2.3.4", "!bad-multiaddr"},
      {"/ip6/1::2::3", "!bad-multiaddr"},
      {"/tcp/65536", "!bad-multiaddr"},
      {"/tcp/-1", "!bad-multibase"},
      {"/unknown/1", "!bad-multiaddr"},
      {"/http-path/%zz", "!bad-multiaddr"},
      {"/p2p/0", "!bad-multibase"}
    };
    for (String[] each : malformed) {
      trial.expect("multiaddr " + each[0], each[1], () -> Multiaddr.parse(each[0]).toString());
    }
  }

  private static void texts(Trial trial) {
    trial.expect("UTF-8", "c3a9e282acf09f9880", () -> Hex.of(Utf8.encode("é€😀")));
    trial.expect("UTF-8 read", "é€😀", () -> Utf8.decode(Hex.bytes("c3a9e282acf09f9880")));
    trial.expect("a lone surrogate", "efbfbd", () -> Hex.of(Utf8.encode("\ud83d")));
    for (String malformed : new String[] {"80", "c080", "e282", "eda080", "f4908080", "ff"}) {
      trial.expect("UTF-8 of " + malformed, "!bad-utf8", () -> Utf8.decode(Hex.bytes(malformed)));
    }
  }

  private static void messages(Trial trial) {
    trial.expect(
        "protobuf message",
        "1a03089601",
        () -> Hex.of(new ProtoWriter().message(3, new ProtoWriter().varint(1, 150)).toBytes()));
    trial.expect(
        "protobuf, below zero",
        "08feffffffffffffffff01",
        () -> Hex.of(new ProtoWriter().varint(1, -2).toBytes()));
    String[] malformed = {
      "00", "80", "0880", "08ffffffffffffffffffff01", "0b", "1201", "12ffffffff0f", "0d010203"
    };
    for (String each : malformed) {
      trial.expect(
          "protobuf of " + each, "!bad-protobuf", () -> Hex.of(copyMessage(Hex.bytes(each))));
    }
  }

  private static byte[] copyMessage(byte[] message) {
    ProtoWriter copy = new ProtoWriter();
    ProtoReader reader = new ProtoReader(message);
    while (reader.next()) {
      switch (reader.wireType()) {
        case ProtoReader.VARINT -> copy.varint(reader.field(), reader.varint());
        case ProtoReader.LENGTH_DELIMITED -> copy.bytes(reader.field(), reader.bytes());
        default -> reader.skip();
      }
    }
    return copy.toBytes();
  }

  private static void frames(Trial trial) {
    trial.expect("frame", "03010203", () -> Hex.of(Delimited.frame(Hex.bytes("010203"))));
    trial.expect("frames whole", "0102/03/", () -> read("0201020103", 5));
    trial.expect("frames byte by byte", "0102/03/", () -> read("0201020103", 1));
    trial.expect("frame over its bound", "!bad-frame", () -> read("11", 1));
    trial.expect("frame of a length that never ends", "!bad-frame", () -> read("8000", 1));
  }

  private static String read(String wire, int pieceBytes) {
    StringBuilder messages = new StringBuilder();
    Delimited reader = new Delimited(16, body -> messages.append(Hex.of(body)).append('/'));
    for (int at = 0; at < wire.length(); at += 2 * pieceBytes) {
      reader.feed(Hex.bytes(wire.substring(at, Math.min(wire.length(), at + 2 * pieceBytes))));
    }
    return messages.toString();
  }
}
