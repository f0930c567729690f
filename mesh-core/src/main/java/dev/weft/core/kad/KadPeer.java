package dev.weft.core.kad;

import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A peer and where it is: 1 id, 2 multiaddrs (repeated), 3 connection (neither sent nor read).
 *
 * @param id who
 * @param addresses at most {@link #MAX_ADDRESSES}; those of unknown form are left out
 */
public record KadPeer(PeerId id, List<Multiaddr> addresses) {
  /** Addresses of one peer; a page has one for each relay, a server a handful. */
  public static final int MAX_ADDRESSES = 16;

  ProtoWriter encode() {
    ProtoWriter writer = new ProtoWriter().bytes(1, id.encode());
    for (Multiaddr address : addresses) {
      writer.bytes(2, address.encode());
    }
    return writer;
  }

  static KadPeer read(ProtoReader reader) {
    PeerId id = null;
    List<Multiaddr> addresses = new ArrayList<>();
    int left = MAX_ADDRESSES;
    while (reader.next()) {
      if (reader.field() == 1) {
        id = PeerId.decode(reader.bytes());
      } else if (reader.field() == 2 && left-- > 0) {
        Multiaddr.addReadable(addresses, reader.bytes());
      } else {
        reader.skip();
      }
    }
    if (id == null) {
      throw MeshException.peer("kad-message");
    }
    return new KadPeer(id, addresses);
  }
}
