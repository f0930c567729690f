package dev.weft.bootstrap.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who the node is, for its pages.
 *
 * @param peerId its peer id as text
 * @param multiaddrs where it is reached, as text, the best one first; never empty
 * @param reportUrl where pages send their reports
 * @param stunUrl what pages are to have as an ICE server, or null
 * @param version the build's version
 */
public record NodeInfo(
    String peerId,
    List<String> multiaddrs,
    String reportUrl,
    @Nullable String stunUrl,
    String version) {
  /** The address to hand out. */
  public String multiaddr() {
    return multiaddrs.get(0);
  }

  /** What a site's origin is given to use this node, each on a line of the shell's. */
  public String originOptions() {
    return "\\\n  --bootstrap "
        + multiaddr()
        + " \\\n  --report "
        + reportUrl
        + (stunUrl == null ? "" : " \\\n  --ice-server " + stunUrl);
  }
}
