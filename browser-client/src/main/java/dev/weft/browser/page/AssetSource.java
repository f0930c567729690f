package dev.weft.browser.page;

import dev.weft.core.io.Promise;
import org.teavm.jso.file.Blob;

/** Where elements get their bytes from. */
public interface AssetSource {
  /**
   * The whole asset. Fails when it is better left to the browser: the URL is not in the manifest,
   * the asset is larger than {@code maxBytes}, or neither peers nor origin gave it.
   *
   * @param url absolute
   * @param canWait whether the visitor does not wait for it yet
   */
  Promise<Blob> load(String url, int maxBytes, boolean canWait);
}
