package dev.weft.core.connection;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a peer says about itself (libp2p specs, identify). In a push, what is absent is unchanged.
 *
 * @param publicKey its key
 * @param listenAddresses where it can be reached, as far as we can read the addresses
 * @param protocols the ids of the protocols that it serves
 * @param observedAddress where it sees us
 * @param agentVersion the name of its software
 * @param signedPeerRecord its addresses in an envelope, see {@link
 *     dev.weft.core.crypto.PeerRecord#open}
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares messages
public record IdentifyMessage(
    @Nullable PublicKey publicKey,
    List<Multiaddr> listenAddresses,
    List<String> protocols,
    @Nullable Multiaddr observedAddress,
    @Nullable String agentVersion,
    byte @Nullable [] signedPeerRecord) {

  /** Longest message in bytes, of all parts together; js-libp2p has the same bound. */
  public static final int MAX_BYTES = 8192;

  /** Most addresses that are read; a node has a handful. */
  public static final int MAX_ADDRESSES = 32;

  private static final int PUBLIC_KEY = 1;
  private static final int LISTEN_ADDRESSES = 2;
  private static final int PROTOCOLS = 3;
  private static final int OBSERVED_ADDRESS = 4;
  private static final int PROTOCOL_VERSION = 5;
  private static final int AGENT_VERSION = 6;
  private static final int SIGNED_PEER_RECORD = 8;

  /** Whom the protocol's version field names; all of libp2p says so. */
  private static final String VERSION = "ipfs/0.1.0";

  /** The message, without its length. */
  public byte[] encode() {
    ProtoWriter message = new ProtoWriter();
    if (publicKey != null) {
      message.bytes(PUBLIC_KEY, publicKey.encode());
    }
    for (Multiaddr address : listenAddresses) {
      message.bytes(LISTEN_ADDRESSES, address.encode());
    }
    for (String protocol : protocols) {
      message.string(PROTOCOLS, protocol);
    }
    if (observedAddress != null) {
      message.bytes(OBSERVED_ADDRESS, observedAddress.encode());
    }
    message.string(PROTOCOL_VERSION, VERSION);
    if (agentVersion != null) {
      message.string(AGENT_VERSION, agentVersion);
    }
    if (signedPeerRecord != null) {
      message.bytes(SIGNED_PEER_RECORD, signedPeerRecord);
    }
    return message.toBytes();
  }

  /**
   * Reads a message. Addresses that we cannot read are left out.
   *
   * @throws MeshException code {@code bad-protobuf}, {@code bad-utf8} or {@code bad-key}
   */
  public static IdentifyMessage decode(byte[] message) {
    PublicKey publicKey = null;
    List<Multiaddr> listenAddresses = new ArrayList<>();
    List<String> protocols = new ArrayList<>();
    int addressesLeft = MAX_ADDRESSES;
    List<Multiaddr> observed = new ArrayList<>();
    String agentVersion = null;
    byte[] signedPeerRecord = null;
    ProtoReader reader = new ProtoReader(message);
    while (reader.next()) {
      switch (reader.field()) {
        case PUBLIC_KEY -> publicKey = PublicKey.decode(reader.bytes());
        case LISTEN_ADDRESSES, OBSERVED_ADDRESS -> {
          List<Multiaddr> to = reader.field() == LISTEN_ADDRESSES ? listenAddresses : observed;
          byte[] address = reader.bytes();
          if (addressesLeft-- > 0) {
            Multiaddr.addReadable(to, address);
          }
        }
        case PROTOCOLS -> protocols.add(reader.string());
        case AGENT_VERSION -> agentVersion = reader.string();
        case SIGNED_PEER_RECORD -> signedPeerRecord = reader.bytes();
        default -> reader.skip();
      }
    }
    return new IdentifyMessage(
        publicKey,
        listenAddresses,
        protocols,
        observed.isEmpty() ? null : observed.get(0),
        agentVersion,
        signedPeerRecord);
  }
}
