package dev.weft.core.kad;

import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.relay.AddressPrefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a client is told of others: pages dial the first few. Those in its own network
 * come first, then those of the same prefix. Every third is from elsewhere, so that the visitors of
 * one office hear of what others have, and a crowd at one address hides nobody.
 */
final class Nearness {
  private static final int IP4_BYTES = 4;

  /** IPv6 has no NAT: whoever shares the first 64 bits is on the same link. */
  private static final int IP6_LINK_BYTES = 8;

  private Nearness() {}

  /**
   * The peers in that order.
   *
   * @param peers in random order
   * @param whereabouts where a peer comes from, null when that is not known
   */
  static List<KadPeer> ordered(
      List<KadPeer> peers, Multiaddr asker, Function<KadPeer, @Nullable Multiaddr> whereabouts) {
    List<KadPeer> sameNetwork = new ArrayList<>();
    List<KadPeer> samePrefix = new ArrayList<>();
    List<KadPeer> elsewhere = new ArrayList<>();
    for (KadPeer peer : peers) {
      Multiaddr from = whereabouts.apply(peer);
      boolean isSameNetwork = from != null && isSameNetwork(asker, from);
      boolean isSamePrefix = from != null && isSamePrefix(asker, from);
      (isSameNetwork ? sameNetwork : isSamePrefix ? samePrefix : elsewhere).add(peer);
    }
    Iterator<KadPeer> others = elsewhere.iterator();
    List<KadPeer> ordered = new ArrayList<>();
    for (List<KadPeer> near : List.of(sameNetwork, samePrefix)) {
      for (KadPeer peer : near) {
        if (ordered.size() % 3 == 2 && others.hasNext()) {
          ordered.add(others.next());
        }
        ordered.add(peer);
      }
    }
    others.forEachRemaining(ordered::add);
    return ordered;
  }

  private static boolean isSameNetwork(Multiaddr one, Multiaddr other) {
    return share(one, other, Multiaddr.IP4, IP4_BYTES)
        || share(one, other, Multiaddr.IP6, IP6_LINK_BYTES);
  }

  private static boolean isSamePrefix(Multiaddr one, Multiaddr other) {
    String prefix = AddressPrefix.of(one);
    return !prefix.isEmpty() && prefix.equals(AddressPrefix.of(other));
  }

  private static boolean share(Multiaddr one, Multiaddr other, int family, int bytes) {
    byte[] ip = one.value(family);
    byte[] otherIp = other.value(family);
    return ip != null && otherIp != null && Arrays.equals(ip, 0, bytes, otherIp, 0, bytes);
  }
}
