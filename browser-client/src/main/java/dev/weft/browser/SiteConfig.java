package dev.weft.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/**
 * The site's settings, {@code /.well-known/weft/config.json}; each field may be missing. They are
 * an RTCConfiguration too: {@code iceServers} and {@code iceTransportPolicy} are read by the
 * browser.
 */
@JSClass(transparent = true)
abstract class SiteConfig implements JSObject {
  private SiteConfig() {}

  /** Takes the text of an address. */
  interface OnAddress extends JSObject {
    void address(String text);
  }

  /** Reads the JSON text; null when it is no object, or not there. */
  @JSBody(
      params = "text",
      script =
          """
          try {
            var read = JSON.parse(text);
            return typeof read == 'object' ? read : null;
          } catch (malformed) {
            return null;
          }
          """)
  static native @Nullable SiteConfig parse(@Nullable String text);

  /** Takes newer settings over, for peers that are dialled from now on. */
  @JSBody(params = "newer", script = "Object.assign(this,newer)")
  native void renew(SiteConfig newer);

  /** Gives the multiaddrs of the site's nodes. */
  @JSBody(
      params = "taker",
      script =
          "if(Array.isArray(this.bootstrap))this.bootstrap.forEach(text=>taker.address(String(text)))")
  native void bootstrap(OnAddress taker);

  /** Whether the site has switched Weft off. */
  @JSBody(script = "return this.off==true")
  native boolean isOff();

  /** Where reports go, or null. */
  @JSBody(script = "return typeof this.report=='string'?this.report:null")
  native @Nullable String report();

  /** Whether peers in the visitor's own network are reached: {@code on}, {@code off}, else auto. */
  @JSBody(script = "return this.lan==null?null:String(this.lan)")
  native @Nullable String lan();

  /** A number that is at least 1, or the other one where the field is none. */
  @JSBody(
      params = {"name", "other"},
      script = "var value=this[name];return value>=1?+value:other")
  native double number(String name, double other);

  /** From so many bytes on an asset can wait for peers, as the site prefers speed or offload. */
  @JSBody(
      params = "usual",
      script = "return this.prefer=='offload'?0:this.prefer=='speed'?1e15:usual")
  native double canWaitBytes(double usual);

  /** Whether nothing is passed on to others. */
  @JSBody(script = "return this.downloadOnly==true")
  native boolean isDownloadOnly();
}
