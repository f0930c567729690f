package dev.weft.core.mutation;

import static dev.weft.core.mutation.DecoderContract.holds;

import dev.weft.core.connection.IdentifyMessage;
import dev.weft.core.crypto.PublicKey;
import dev.weft.core.multiformats.Multiaddr;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentifyMutationTest {
  private static final PublicKey KEY = PublicKey.ofEd25519(new byte[32]);
  private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/192.0.2.1/tcp/4001/ws");

  @Test
  void identifyMessages() {
    holds(
        bytes -> IdentifyMessage.decode(bytes).encode(),
        message(null, List.of(), List.of(), null, null, null),
        message(KEY, List.of(), List.of(), null, "weft/0.1", null),
        message(KEY, List.of(ADDRESS), List.of("/ipfs/ping/1.0.0"), ADDRESS, "weft", new byte[9]),
        message(null, List.of(ADDRESS, ADDRESS), List.of("/a", "/b"), null, null, null),
        message(null, List.of(), List.of(), ADDRESS, "", new byte[200]));
  }

  private static byte[] message(
      PublicKey key,
      List<Multiaddr> listen,
      List<String> protocols,
      Multiaddr observed,
      String agent,
      byte[] record) {
    return new IdentifyMessage(key, listen, protocols, observed, agent, record).encode();
  }
}
