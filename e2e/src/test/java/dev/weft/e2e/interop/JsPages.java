package dev.weft.e2e.interop;

import com.microsoft.playwright.Page;
import dev.weft.core.mesh.SiteKey;
import dev.weft.core.multiformats.Cid;
import dev.weft.e2e.harness.House;

/** What pages of js-libp2p and of Helia have in common. */
final class JsPages {
  private static final String LISTENS =
      "() => peer.getMultiaddrs().some(address => address.toString().includes('/webrtc'))";

  private JsPages() {}

  /** Reserves at the house's node, and waits until the page can be dialled there. */
  static void join(Page page, House house) {
    page.evaluate("relay => join(relay)", house.node().multiaddr().toString());
    page.waitForFunction(LISTENS);
  }

  /** Under which the site's visitors announce themselves. */
  static String siteCid(House house) {
    return Cid.v1(Cid.RAW, SiteKey.of(house.origin().siteKey().encode())).toString();
  }
}
