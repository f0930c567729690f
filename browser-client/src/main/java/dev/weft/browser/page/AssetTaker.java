package dev.weft.browser.page;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** Who in the page takes an asset, as a {@link dev.weft.core.fetch.Sink} does. */
public interface AssetTaker extends JSObject {
  /** A header that the manifest lists, before {@link #head}; of a read only. */
  void header(String name, String value);

  /** How many bytes it has not passed on yet; of a read only. */
  int backlog();

  /** The first bytes follow, or the end. */
  void head(int status, double size, @Nullable String mediaType);

  /** The next bytes, which must not be changed. */
  void piece(@JSByRef byte[] bytes);

  /** That was all. */
  void end();

  /** It does not come, or not whole. */
  void failed(String code, String message);

  /** What was asked for is at this URL, but not brought from here. */
  void elsewhere(String url);
}
