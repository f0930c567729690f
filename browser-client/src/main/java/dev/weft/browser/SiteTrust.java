package dev.weft.browser;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.io.Signatures;
import dev.weft.core.manifest.ManifestTrust;
import dev.weft.core.multiformats.Multibase;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;

/**
 * Which key signs for this site: the one that the script's {@code data-weft-key} names, or the one
 * that was seen first over TLS, remembered with the last sequence in {@code localStorage}.
 */
final class SiteTrust {
  private SiteTrust() {}

  /** Trusts what the page says or what is remembered; throws for a malformed key. */
  static ManifestTrust load(Signatures signatures) {
    String key = key();
    return new ManifestTrust(
        signatures,
        key == null ? null : PublicKey.decode(Multibase.BASE64_URL.decodeBare(key)),
        (long) sequence());
  }

  /** Remembers what is trusted now. */
  static void save(ManifestTrust trust) {
    PublicKey key = trust.key();
    if (key != null) {
      remember(Multibase.BASE64_URL.encodeBare(key.encode()), (double) trust.sequence());
    }
  }

  @JSBody(
      script =
          """
          var script = document.querySelector('script[data-weft-key]');
          if (script) return script.dataset.weftKey;
          try {
            return (localStorage.getItem('weft-trust') || '').split(' ')[0] || null;
          } catch (denied) {
            return null;
          }
          """)
  private static native @Nullable String key();

  @JSBody(
      script =
          """
          try {
            return +(localStorage.getItem('weft-trust') || '').split(' ')[1] || 0;
          } catch (denied) {
            return 0;
          }
          """)
  private static native double sequence();

  /** Only TLS vouches for a first use; storage that is switched off remembers nothing. */
  @JSBody(
      params = {"key", "sequence"},
      script =
          """
          if (location.protocol == 'https:') try {
            localStorage.setItem('weft-trust', key + ' ' + sequence);
          } catch (denied) {}
          """)
  private static native void remember(String key, double sequence);
}
