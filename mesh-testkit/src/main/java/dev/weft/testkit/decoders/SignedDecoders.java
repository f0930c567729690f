package dev.weft.testkit.decoders;

import static dev.weft.testkit.decoders.Decoder.Form.CANONICAL;
import static dev.weft.testkit.decoders.Decoder.Form.REREADABLE;
import static dev.weft.testkit.decoders.Decoders.values;
import static dev.weft.testkit.vectors.Settled.value;

import dev.weft.core.crypto.ChaCha20Poly1305;
import dev.weft.core.crypto.PeerRecord;
import dev.weft.core.crypto.PublicKey;
import dev.weft.core.crypto.SignedEnvelope;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.relay.Voucher;
import dev.weft.testkit.vectors.StandInCrypto;
import java.util.List;
import java.util.function.Supplier;

/**
 * Package {@code crypto}, and what is signed. Where a payload is attacked it is signed anew, as a
 * hostile signer would do.
 */
final class SignedDecoders {
  static final StandInCrypto SIGNER = StandInCrypto.atOnce(1);

  /** Takes every signature for good, as it is no part of reading what was signed. */
  static final Signatures ANY =
      new Signatures() {
        @Override
        public Promise<Signer> generate() {
          return SIGNER.generate();
        }

        @Override
        public Promise<Boolean> verify(byte[] key, byte[] message, byte[] signature) {
          return Promise.of(true);
        }
      };

  private static final PublicKey KEY = PublicKey.ofEd25519(SIGNER.publicKey());
  private static final byte[] TYPE = {3, 1};
  private static final byte[] VOUCHER_TYPE = {3, 2};

  /** What an envelope takes around its payload: key, type, signature, and their tags. */
  static final int AROUND_BYTES = 150;

  private static final int MAX_VOUCHER_BYTES = 4096;

  private SignedDecoders() {}

  static void add(List<Decoder> all) {
    keys(all);
    envelopes(all);
    records(all);
    vouchers(all);
  }

  private static void keys(List<Decoder> all) {
    byte[][] keys = new byte[5][];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = PublicKey.ofEd25519(StandInCrypto.atOnce(i).publicKey()).encode();
    }
    all.add(
        values(
            "public key",
            List.of("crypto.PublicKey"),
            CANONICAL,
            "bad-key",
            bytes -> PublicKey.decode(bytes)::encode,
            keys));
    ChaCha20Poly1305 cipher = new ChaCha20Poly1305(new byte[32]);
    byte[] nonce = new byte[ChaCha20Poly1305.NONCE_BYTES];
    byte[][] sealed = new byte[5][];
    for (int i = 0; i < sealed.length; i++) {
      sealed[i] = cipher.seal(nonce, Bytes.NONE, new byte[i * i * 9]);
    }
    all.add(
        values(
            "sealed text",
            List.of("crypto.ChaCha20Poly1305"),
            CANONICAL,
            "bad-length",
            bytes -> {
              byte[] text = cipher.open(nonce, Bytes.NONE, bytes);
              if (text == null) {
                boolean short_ = bytes.length < ChaCha20Poly1305.TAG_BYTES;
                throw MeshException.peer(short_ ? "bad-length" : "bad-tag");
              }
              return () -> cipher.seal(nonce, Bytes.NONE, text);
            },
            sealed));
  }

  private static void envelopes(List<Decoder> all) {
    byte[][] envelopes = new byte[5][];
    for (int i = 0; i < envelopes.length; i++) {
      envelopes[i] = seal("a-domain", TYPE, new byte[i * i * i]);
    }
    all.add(
        values(
            "signed envelope",
            List.of("crypto.SignedEnvelope"),
            CANONICAL,
            "bad-protobuf",
            PeerRecord.MAX_BYTES,
            bytes -> {
              SignedEnvelope opened =
                  value(SignedEnvelope.open(SIGNER, bytes, 8192, "a-domain", TYPE));
              return () -> seal("a-domain", TYPE, opened.payload());
            },
            envelopes));
  }

  private static void records(List<Decoder> all) {
    Multiaddr address = Multiaddr.parse("/ip4/1.2.3.4/tcp/80/ws");
    Multiaddr relayed =
        Multiaddr.parse("/dns4/a.example/tcp/443/wss").with(KEY.peerId()).with(290).with(281);
    byte[][] records = {
      record(0),
      record(1, address),
      record(7, address, relayed),
      record(99, relayed, relayed),
      new ProtoWriter().bytes(1, KEY.peerId().encode()).varint(2, Long.MAX_VALUE).toBytes()
    };
    all.add(
        values(
            "peer record",
            List.of("crypto.PeerRecord"),
            REREADABLE,
            "bad-protobuf",
            PeerRecord.MAX_BYTES - AROUND_BYTES,
            signed(
                PeerRecord.DOMAIN,
                TYPE,
                envelope -> {
                  PeerRecord record = value(PeerRecord.open(ANY, envelope));
                  return () -> payload(PeerRecord.DOMAIN, TYPE, value(record.seal(SIGNER)));
                }),
            records));
  }

  private static byte[] record(int sequence, Multiaddr... addresses) {
    byte[] envelope =
        value(new PeerRecord(KEY.peerId(), sequence, List.of(addresses)).seal(SIGNER));
    return payload(PeerRecord.DOMAIN, TYPE, envelope);
  }

  private static void vouchers(List<Decoder> all) {
    String domain = "libp2p-relay-rsvp";
    byte[][] vouchers = new byte[5][];
    for (int i = 0; i < vouchers.length; i++) {
      vouchers[i] =
          payload(
              domain,
              VOUCHER_TYPE,
              value(
                  new Voucher(KEY.peerId(), HostileConnection.KEY.peerId(), 1L << (i * 12))
                      .seal(SIGNER)));
    }
    all.add(
        values(
            "voucher",
            List.of("relay.Voucher"),
            REREADABLE,
            "bad-protobuf",
            MAX_VOUCHER_BYTES - AROUND_BYTES,
            signed(
                domain,
                VOUCHER_TYPE,
                envelope -> {
                  Voucher voucher = value(Voucher.open(ANY, envelope));
                  return () -> payload(domain, VOUCHER_TYPE, value(voucher.seal(SIGNER)));
                }),
            vouchers));
  }

  /** Inputs are payloads, which the attacker signs. */
  static Decoder.Reader signed(String domain, byte[] type, Decoder.Reader reader) {
    return new Decoder.Reader() {
      @Override
      public byte[] sealed(byte[] input) {
        return seal(domain, type, input);
      }

      @Override
      public Supplier<byte[]> read(byte[] envelope) {
        return reader.read(envelope);
      }
    };
  }

  static byte[] seal(String domain, byte[] type, byte[] payload) {
    return value(SignedEnvelope.seal(SIGNER, domain, type, payload));
  }

  static byte[] payload(String domain, byte[] type, byte[] envelope) {
    return value(SignedEnvelope.open(SIGNER, envelope, Decoders.MAX_BYTES, domain, type)).payload();
  }
}
