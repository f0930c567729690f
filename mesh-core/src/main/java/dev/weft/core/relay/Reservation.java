package dev.weft.core.relay;

import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A relay's promise to carry connections to the peer that asked for it. */
public final class Reservation {
  private final long expireUnixSeconds;
  private final List<Multiaddr> addresses;
  private final byte @Nullable [] voucher;

  Reservation(long expireUnixSeconds, List<Multiaddr> addresses, byte @Nullable [] voucher) {
    this.expireUnixSeconds = expireUnixSeconds;
    this.addresses = addresses;
    this.voucher = voucher;
  }

  /** When it ends unless it is renewed. */
  public long expireUnixSeconds() {
    return expireUnixSeconds;
  }

  /**
   * The relay's addresses, with its {@code /p2p}, without {@code /p2p-circuit}; at most 16, those
   * of unknown form left out.
   */
  public List<Multiaddr> addresses() {
    return addresses;
  }

  /** A signed envelope, see {@link Voucher#open}; null when the relay gives none. */
  public byte @Nullable [] voucher() {
    return voucher == null ? null : voucher.clone();
  }

  ProtoWriter encode() {
    ProtoWriter writer = new ProtoWriter().varint(1, expireUnixSeconds);
    for (Multiaddr address : addresses) {
      writer.bytes(2, address.encode());
    }
    return voucher == null ? writer : writer.bytes(3, voucher);
  }

  static Reservation read(ProtoReader reader) {
    long expire = 0;
    List<Multiaddr> addresses = new ArrayList<>();
    byte[] voucher = null;
    int left = CircuitRelay.MAX_ADDRESSES;
    while (reader.next()) {
      if (reader.field() == 1) {
        expire = reader.varint();
      } else if (reader.field() == 2 && left-- > 0) {
        Multiaddr.addReadable(addresses, reader.bytes());
      } else if (reader.field() == 3) {
        voucher = reader.bytes();
      } else {
        reader.skip();
      }
    }
    if (expire <= 0 || expire > ProtoReader.MAX_EXACT) {
      throw MeshException.peer("circuit-message");
    }
    return new Reservation(expire, addresses, voucher);
  }
}
