package dev.weft.testkit.vectors;

import dev.weft.core.crypto.ChaCha20Poly1305;
import dev.weft.core.crypto.Hkdf;
import dev.weft.core.crypto.HmacSha256;
import dev.weft.core.crypto.PeerRecord;
import dev.weft.core.crypto.PublicKey;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.crypto.SignedEnvelope;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.protobuf.Utf8;
import java.util.List;

/** Package {@code crypto}: RFC 6234, 4231, 5869 and 8439, and what is signed. */
final class CryptoVectors {
  private static final byte[] AEAD_KEY =
      Hex.bytes("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
  private static final byte[] NONCE = Hex.bytes("070000004041424344454647");
  private static final byte[] DATA = Hex.bytes("50515253c0c1c2c3c4c5c6c7");

  /** RFC 8439, section 2.8.2. */
  private static final String SEALED =
      "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92"
          + "728b1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585"
          + "808b4831d7bc3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691";

  private static final String PLAIN =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
          + "sunscreen would be it.";

  private CryptoVectors() {}

  static void run(Trial trial) {
    digests(trial);
    keys(trial);
    sealed(trial);
    envelopes(trial);
  }

  private static void digests(Trial trial) {
    String[][] known = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      },
      {"a".repeat(55), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
      {"a".repeat(56), "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
      {"a".repeat(64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
      {"a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"}
    };
    for (String[] each : known) {
      trial.expect(
          "SHA-256 of " + each[0].length() + " bytes",
          each[1],
          () -> Hex.of(Sha256.digest(Utf8.encode(each[0]))));
    }
  }

  private static void keys(Trial trial) {
    String[][] macs = {
      {
        "4a656665",
        "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      },
      {
        "0b".repeat(20),
        "4869205468657265",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      },
      {
        "aa".repeat(131),
        "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b"
            + "6579204669727374",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      }
    };
    for (String[] each : macs) {
      trial.expect(
          "HMAC with a key of " + each[0].length() / 2 + " bytes",
          each[2],
          () -> Hex.of(HmacSha256.mac(Hex.bytes(each[0]), Hex.bytes(each[1]))));
    }
    trial.expect(
        "HKDF, extract",
        "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
        () ->
            Hex.of(
                Hkdf.extract(Hex.bytes("000102030405060708090a0b0c"), Hex.bytes("0b".repeat(22)))));
    trial.expect(
        "HKDF, expand",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        () ->
            Hex.of(
                Hkdf.expand(
                    Hex.bytes("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"),
                    Hex.bytes("f0f1f2f3f4f5f6f7f8f9"),
                    42)));
    trial.expect(
        "HKDF without salt and info",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        () ->
            Hex.of(
                Hkdf.expand(
                    Hkdf.extract(new byte[0], Hex.bytes("0b".repeat(22))), new byte[0], 42)));
  }

  private static void sealed(Trial trial) {
    ChaCha20Poly1305 cipher = new ChaCha20Poly1305(AEAD_KEY);
    trial.expect(
        "ChaCha20-Poly1305", SEALED, () -> Hex.of(cipher.seal(NONCE, DATA, Utf8.encode(PLAIN))));
    trial.expect("ChaCha20-Poly1305 opened", PLAIN, () -> opened(cipher, Hex.bytes(SEALED)));
    trial.expect(
        "ChaCha20-Poly1305 of nothing",
        "a0784d7a4716f3feb4f64e7f4b39bf04",
        () -> Hex.of(cipher.seal(NONCE, new byte[0], new byte[0])));
    for (int at : new int[] {0, 57, SEALED.length() / 2 - 1}) {
      byte[] forged = Hex.bytes(SEALED);
      forged[at] ^= 1;
      trial.expect("forged at " + at, "refused", () -> opened(cipher, forged));
    }
    trial.expect("sealed, but cut off", "refused", () -> opened(cipher, new byte[15]));
  }

  private static String opened(ChaCha20Poly1305 cipher, byte[] sealed) {
    byte[] text = cipher.open(NONCE, DATA, sealed);
    return text == null ? "refused" : Utf8.decode(text);
  }

  private static void envelopes(Trial trial) {
    StandInCrypto crypto = StandInCrypto.atOnce(1);
    byte[] type = {3, 1};
    byte[] envelope =
        Settled.value(SignedEnvelope.seal(crypto, "a-domain", type, Hex.bytes("0102")));
    trial.expect(
        "envelope",
        "0a2408011220"
            + Hex.of(crypto.publicKey())
            + "120203011a0201022a40"
            + Hex.of(
                StandInCrypto.signature(
                    crypto.publicKey(), Hex.bytes("08612d646f6d61696e020301020102"))),
        () -> Hex.of(envelope));
    trial.expect(
        "envelope of another domain",
        "!bad-signature",
        () ->
            Hex.of(
                Settled.value(SignedEnvelope.open(crypto, envelope, 8192, "b", type)).payload()));
    trial.expect(
        "envelope over its bound",
        "!bad-envelope",
        () ->
            Hex.of(
                Settled.value(SignedEnvelope.open(crypto, envelope, 99, "a-domain", type))
                    .payload()));
    PeerRecord record =
        new PeerRecord(
            PublicKey.ofEd25519(crypto.publicKey()).peerId(),
            7,
            List.of(Multiaddr.parse("/ip4/1.2.3.4/tcp/80/ws")));
    byte[] sealedRecord = Settled.value(record.seal(crypto));
    trial.expect(
        "peer record",
        "7 [/ip4/1.2.3.4/tcp/80/ws]",
        () -> {
          PeerRecord read = Settled.value(PeerRecord.open(crypto, sealedRecord));
          return read.sequence() + " " + read.addresses();
        });
  }
}
