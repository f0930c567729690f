package dev.weft.testkit.decoders;

import dev.weft.core.crypto.PeerRecord;
import dev.weft.core.crypto.PublicKey;
import dev.weft.core.crypto.SignedEnvelope;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.io.Signatures.Signer;
import dev.weft.core.manifest.KeyEndorsement;
import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.ManifestTrust;
import dev.weft.core.manifest.ShardRef;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.protobuf.Utf8;
import dev.weft.core.relay.Voucher;
import dev.weft.core.unixfs.BlockLayout;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is signed, by one who may and by one who may not, and what has been made of it. */
final class SignatureForgeries {
  private static final byte[] MESSAGE = Utf8.encode("what was signed");
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;
  private static final String DOMAIN = "a-domain";
  private static final byte[] TYPE = {3, 1};
  private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/192.0.2.1/tcp/80/ws");

  private final Signatures signatures;
  private final Signer signer;
  private final Signer liar;
  private final PublicKey key;
  private final PublicKey liarsKey;

  private SignatureForgeries(Signatures signatures, Signer signer, Signer liar) {
    this.signatures = signatures;
    this.signer = signer;
    this.liar = liar;
    key = PublicKey.ofEd25519(signer.publicKey());
    liarsKey = PublicKey.ofEd25519(liar.publicKey());
  }

  /** All kinds, with keys of that platform. */
  static Promise<List<Forgery>> all(Signatures signatures) {
    return Gathered.times(2, signatures::generate)
        .map(signers -> new SignatureForgeries(signatures, signers.get(0), signers.get(1)))
        .flatMap(SignatureForgeries::all);
  }

  private Promise<List<Forgery>> all() {
    return Gathered.of(
        List.of(
            this::bareSignatures,
            this::signaturesOfEnvelopes,
            this::envelopes,
            this::peerRecords,
            this::vouchers,
            this::manifests));
  }

  /** A kind whose inputs are made first, the honest ones before the lies. */
  private static Promise<Forgery> forgery(
      String name, int honest, List<Supplier<Promise<byte[]>>> makers, Forgery.Attempt attempt) {
    return Gathered.of(makers)
        .map(
            made ->
                new Forgery(
                    name,
                    made.subList(0, honest),
                    made.subList(honest, made.size()),
                    attempt,
                    Forgery.NONE));
  }

  /** Inputs are a raw key, a signature, and the message behind them. */
  private Promise<Forgery> bareSignatures() {
    return forgery(
        "a signature",
        2,
        List.of(
            () -> signer.sign(MESSAGE).map(made -> Bytes.join(key.raw(), made, MESSAGE)),
            () -> liar.sign(Bytes.NONE).map(made -> Bytes.join(liarsKey.raw(), made)),
            () -> liar.sign(MESSAGE).map(made -> Bytes.join(key.raw(), made, MESSAGE))),
        input -> {
          int keyEnd = Math.min(input.length, KEY_BYTES);
          int end = Math.min(input.length, KEY_BYTES + SIGNATURE_BYTES);
          byte[] raw = Arrays.copyOf(input, keyEnd);
          byte[] signature = Arrays.copyOfRange(input, keyEnd, end);
          byte[] message = Arrays.copyOfRange(input, end, input.length);
          return signatures.verify(raw, message, signature).map(good -> ifGood(good, input));
        });
  }

  private static byte[] ifGood(boolean good, byte[] input) {
    if (!good) {
      throw MeshException.peer("bad-signature");
    }
    return input;
  }

  /** Inputs are signatures, around which the envelope is in order. */
  private Promise<Forgery> signaturesOfEnvelopes() {
    byte[] signed = signedBytes(DOMAIN);
    return forgery(
        "an envelope's signature",
        1,
        List.of(
            () -> signer.sign(signed),
            () -> liar.sign(signed),
            () -> signer.sign(MESSAGE),
            () -> signer.sign(signedBytes("another-domain"))),
        signature ->
            SignedEnvelope.open(signatures, envelope(signature), 1 << 14, DOMAIN, TYPE)
                .map(SignedEnvelope::payload));
  }

  /** RFC 0002, "Signature Production / Verification"; the lengths are below 128. */
  private static byte[] signedBytes(String domain) {
    byte[] name = Utf8.encode(domain);
    return Bytes.join(
        new byte[] {(byte) name.length},
        name,
        new byte[] {(byte) TYPE.length},
        TYPE,
        new byte[] {(byte) MESSAGE.length},
        MESSAGE);
  }

  private byte[] envelope(byte[] signature) {
    return new ProtoWriter()
        .bytes(1, key.encode())
        .bytes(2, TYPE)
        .bytes(3, MESSAGE)
        .bytes(5, signature)
        .toBytes();
  }

  private Promise<Forgery> envelopes() {
    return forgery(
        "a signed envelope",
        2,
        List.of(
            () -> SignedEnvelope.seal(signer, DOMAIN, TYPE, MESSAGE),
            () -> SignedEnvelope.seal(liar, DOMAIN, TYPE, Bytes.NONE),
            () -> SignedEnvelope.seal(signer, "another-domain", TYPE, MESSAGE),
            () -> SignedEnvelope.seal(signer, DOMAIN, new byte[] {3, 2}, MESSAGE)),
        envelope ->
            SignedEnvelope.open(signatures, envelope, 1 << 14, DOMAIN, TYPE)
                .map(opened -> Bytes.join(opened.signer().encode(), opened.payload())));
  }

  private Promise<Forgery> peerRecords() {
    PeerId peer = key.peerId();
    return forgery(
        "a peer record",
        2,
        List.of(
            () -> new PeerRecord(peer, 1, List.of(ADDRESS)).seal(signer),
            () -> new PeerRecord(liarsKey.peerId(), 2, List.of(ADDRESS, ADDRESS)).seal(liar),
            () -> new PeerRecord(peer, 3, List.of(ADDRESS)).seal(liar),
            () -> new Voucher(peer, peer, 1).seal(signer)),
        envelope -> PeerRecord.open(signatures, envelope).map(record -> record.peer().encode()));
  }

  private Promise<Forgery> vouchers() {
    PeerId relay = key.peerId();
    PeerId peer = liarsKey.peerId();
    return forgery(
        "a voucher",
        2,
        List.of(
            () -> new Voucher(relay, peer, 1_000_000).seal(signer),
            () -> new Voucher(peer, peer, 1).seal(liar),
            () -> new Voucher(relay, peer, 2_000_000).seal(liar),
            () -> new PeerRecord(relay, 1, List.of(ADDRESS)).seal(signer)),
        envelope -> Voucher.open(signatures, envelope).map(voucher -> voucher.relay().encode()));
  }

  /** Those of a site whose key is known: by it, and by one that it endorsed or did not. */
  private Promise<Forgery> manifests() {
    return forgery(
        "a manifest",
        2,
        List.of(
            () -> manifest(key, null).sign(signer),
            () -> KeyEndorsement.of(liarsKey, signer).flatMap(this::next),
            () -> KeyEndorsement.of(liarsKey, liar).flatMap(this::next),
            () -> KeyEndorsement.of(key, signer).flatMap(this::next),
            () -> manifest(liarsKey, null).sign(liar)),
        envelope ->
            new ManifestTrust(signatures, key, 0)
                .fromElsewhere(envelope, 1)
                .map(root -> root.siteKey().encode()));
  }

  private Promise<byte[]> next(KeyEndorsement endorsement) {
    return manifest(liarsKey, endorsement).sign(liar);
  }

  private static ManifestRoot manifest(PublicKey siteKey, @Nullable KeyEndorsement endorsement) {
    return new ManifestRoot(
        7,
        1,
        2,
        siteKey,
        List.of("https://a.example"),
        List.of(ADDRESS),
        BlockLayout.MIN_CHUNK_BYTES,
        List.of(new ShardRef("/", Cid.raw(new byte[KEY_BYTES]), 100)),
        endorsement);
  }
}
