package dev.weft.core.kad;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many peers there are of each network, as {@link DialPolicy#network} names it: ids cost
 * nothing, addresses do. The network without a name has no bound.
 */
final class NetworkCounts {
  private final Map<String, Integer> counts = new HashMap<>();
  private final int max;

  /** Of each network so many. */
  NetworkCounts(int max) {
    this.max = max;
  }

  /** Counts one more, unless that is one too many. */
  boolean add(String network) {
    if (network.isEmpty()) {
      return true;
    }
    int count = counts.getOrDefault(network, 0);
    if (count == max) {
      return false;
    }
    counts.put(network, count + 1);
    return true;
  }

  /** Whether each of them may have one more. */
  boolean haveRoom(List<String> networks) {
    for (String network : networks) {
      if (counts.getOrDefault(network, 0) >= max) {
        return false;
      }
    }
    return true;
  }

  /** Counts one more of each. */
  void addAll(List<String> networks) {
    for (String network : networks) {
      counts.merge(network, 1, Integer::sum);
    }
  }

  /** Counts one less of each. */
  void removeAll(List<String> networks) {
    networks.forEach(this::remove);
  }

  /** Counts one less. */
  void remove(String network) {
    counts.computeIfPresent(network, (same, count) -> count == 1 ? null : count - 1);
  }
}
