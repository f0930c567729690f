package dev.weft.bootstrap.web;

import java.util.List;

/**
 * Who the node is, for its pages.
 *
 * @param peerId its peer id as text
 * @param multiaddrs where it is reached, as text, the best one first; never empty
 * @param reportUrl where pages send their reports
 * @param version the build's version
 */
public record NodeInfo(String peerId, List<String> multiaddrs, String reportUrl, String version) {
  /** The address to hand out. */
  public String multiaddr() {
    return multiaddrs.get(0);
  }
}
