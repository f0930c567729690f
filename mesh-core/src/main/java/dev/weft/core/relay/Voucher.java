package dev.weft.core.relay;

import dev.weft.core.crypto.SignedEnvelope;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;

/**
 * A relay's signed word that it relays for a peer (circuit-v2.md, "Reservation Vouchers"): an
 * envelope whose payload has 1 relay, 2 peer, 3 expiration.
 *
 * @param relay who signed it
 * @param peer who reserved
 * @param expireUnixSeconds when the reservation ends
 */
public record Voucher(PeerId relay, PeerId peer, long expireUnixSeconds) {
  private static final String DOMAIN = "libp2p-relay-rsvp";
  private static final byte[] PAYLOAD_TYPE = {3, 2};

  /** The envelope, signed by the relay. */
  public Promise<byte[]> seal(Signatures.Signer signer) {
    byte[] payload =
        new ProtoWriter()
            .bytes(1, relay.encode())
            .bytes(2, peer.encode())
            .varint(3, expireUnixSeconds)
            .toBytes();
    return SignedEnvelope.seal(signer, DOMAIN, PAYLOAD_TYPE, payload);
  }

  /**
   * Opens an envelope. Fails as {@link SignedEnvelope#open} does, and with code {@code bad-voucher}
   * when a field is missing or another than the named relay has signed.
   */
  public static Promise<Voucher> open(Signatures signatures, byte[] envelope) {
    return SignedEnvelope.open(
            signatures, envelope, CircuitRelay.MAX_MESSAGE_BYTES, DOMAIN, PAYLOAD_TYPE)
        .map(Voucher::read);
  }

  private static Voucher read(SignedEnvelope envelope) {
    PeerId relay = null;
    PeerId peer = null;
    long expire = 0;
    ProtoReader reader = new ProtoReader(envelope.payload());
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> relay = PeerId.decode(reader.bytes());
        case 2 -> peer = PeerId.decode(reader.bytes());
        case 3 -> expire = reader.varint();
        default -> reader.skip();
      }
    }
    if (relay == null || peer == null || !envelope.signer().peerId().equals(relay)) {
      throw MeshException.peer("bad-voucher");
    }
    return new Voucher(relay, peer, expire);
  }
}
