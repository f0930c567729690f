package dev.weft.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;

/**
 * The site's settings, {@code /.well-known/weft/config.json}; each field may be missing. They are
 * an RTCConfiguration too: {@code iceServers} and {@code iceTransportPolicy} are read by the
 * browser.
 */
@JSClass(transparent = true)
abstract class SiteConfig implements JSObject {
  private SiteConfig() {}

  /** Reads the JSON text; null when it is no object. */
  @JSBody(
      params = "text",
      script =
          "try{var read=JSON.parse(text);return typeof read=='object'?read:null}"
              + "catch(malformed){return null}")
  static native @Nullable SiteConfig parse(String text);

  /** Multiaddrs of the site's nodes. */
  @JSBody(script = "return Array.isArray(this.bootstrap)?this.bootstrap.map(String):[]")
  native JSArrayReader<JSString> bootstrap();

  /** The base64url of the site key's PublicKey message, or null. */
  @JSBody(script = "return typeof this.siteKey=='string'?this.siteKey:null")
  native @Nullable String siteKey();

  /** Where reports go, or null. */
  @JSBody(script = "return typeof this.report=='string'?this.report:null")
  native @Nullable String report();
}
