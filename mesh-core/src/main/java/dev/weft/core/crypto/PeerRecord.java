package dev.weft.core.crypto;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A peer's addresses as the peer itself signed them (libp2p specs, RFC 0003, with the domain and
 * payload type that running code uses).
 *
 * @param peer whose addresses these are
 * @param sequence the higher one is the newer one; not negative
 * @param addresses those that could be read, {@value #MAX_ADDRESSES} at most
 */
public record PeerRecord(PeerId peer, long sequence, List<Multiaddr> addresses) {
  /** The envelope's domain. */
  public static final String DOMAIN = "libp2p-peer-record";

  /** Most addresses that are read; a node has a handful. */
  public static final int MAX_ADDRESSES = 32;

  /** Longest envelope in bytes: what identify allows for its whole message. */
  public static final int MAX_BYTES = 8192;

  private static final byte[] PAYLOAD_TYPE = {3, 1};

  /** The record in an envelope signed by the peer's own key. */
  public Promise<byte[]> seal(Signatures.Signer signer) {
    ProtoWriter record = new ProtoWriter().bytes(1, peer.encode()).varint(2, sequence);
    for (Multiaddr address : addresses) {
      record.message(3, new ProtoWriter().bytes(1, address.encode()));
    }
    return SignedEnvelope.seal(signer, DOMAIN, PAYLOAD_TYPE, record.toBytes());
  }

  /**
   * Opens an envelope. Fails as {@link SignedEnvelope#open} does, and with code {@code
   * bad-peer-record} when the record is malformed or not signed by the peer that it names.
   */
  public static Promise<PeerRecord> open(Signatures signatures, byte[] envelope) {
    return SignedEnvelope.open(signatures, envelope, MAX_BYTES, DOMAIN, PAYLOAD_TYPE)
        .map(PeerRecord::read);
  }

  private static PeerRecord read(SignedEnvelope envelope) {
    PeerId signer = envelope.signer().peerId();
    boolean ownRecord = false;
    long sequence = 0;
    List<Multiaddr> addresses = new ArrayList<>();
    int left = MAX_ADDRESSES;
    ProtoReader reader = new ProtoReader(envelope.payload());
    while (reader.next()) {
      int field = reader.field();
      if (field == 1) {
        ownRecord = signer.equals(PeerId.decode(reader.bytes()));
      } else if (field == 2) {
        sequence = reader.varint();
      } else if (field == 3 && left-- > 0) {
        readAddress(reader.message(), addresses);
      }
    }
    if (!ownRecord || sequence < 0) {
      throw MeshException.peer("bad-peer-record");
    }
    return new PeerRecord(signer, sequence, addresses);
  }

  private static void readAddress(ProtoReader info, List<Multiaddr> addresses) {
    byte[] address = Bytes.NONE;
    while (info.next()) {
      if (info.field() == 1) {
        address = info.bytes();
      }
    }
    Multiaddr.addReadable(addresses, address);
  }
}
