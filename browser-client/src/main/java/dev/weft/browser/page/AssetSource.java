package dev.weft.browser.page;

import org.teavm.jso.JSObject;

/** Where elements get their bytes from. */
public interface AssetSource extends JSObject {
  /**
   * Gets the whole asset. Fails when it is better left to the browser: the URL is not in the
   * manifest, the asset is larger than {@code maxBytes}, or neither peers nor origin gave it.
   *
   * @param url absolute
   * @param canWait whether the visitor does not wait for it yet
   */
  void load(String url, int maxBytes, boolean canWait, AssetTaker taker);
}
