package dev.weft.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/**
 * WebCrypto as Weft uses it; answers are promises. Ed25519 and X25519 stand in the Secure Curves
 * specification: Chrome 137, Firefox 130 and Safari 17 are the first to have both.
 */
public final class SubtleCrypto {
  private SubtleCrypto() {}

  /** Fills an array of at most 65,536 bytes; needs no secure context. */
  @JSBody(params = "out", script = "crypto.getRandomValues(out)")
  public static native void getRandomValues(@JSByRef byte[] out);

  /** The digest of a whole array, which must not change until it is there. */
  @JSBody(params = "data", script = "return crypto.subtle.digest('SHA-256',data)")
  public static native JSObject sha256(@JSByRef byte[] data);

  /** New {@link KeyHalves}. */
  @JSBody(
      params = {"algorithm", "use"},
      script =
          """
          return crypto.subtle.generateKey(algorithm, false, [use]).then(pair =>
            crypto.subtle.exportKey('raw', pair.publicKey).then(raw => {
              return {privateKey: pair.privateKey, publicKey: raw};
            }))
          """)
  public static native JSObject generateKey(String algorithm, String use);

  /** An Ed25519 signature. */
  @JSBody(
      params = {"key", "message"},
      script = "return crypto.subtle.sign('Ed25519',key,message)")
  public static native JSObject sign(JSObject key, @JSByRef byte[] message);

  /** Whether the raw public key's signature holds. */
  @JSBody(
      params = {"raw", "message", "signature"},
      script =
          """
          return crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']).then(
            key => crypto.subtle.verify('Ed25519', key, signature, message),
            () => false)
          """)
  public static native JSObject verify(
      @JSByRef byte[] raw, @JSByRef byte[] message, @JSByRef byte[] signature);

  /** The X25519 secret with a raw public key; rejects when it is all zero. */
  @JSBody(
      params = {"key", "raw"},
      script =
          """
          return crypto.subtle.importKey('raw', raw, 'X25519', false, []).then(imported =>
            crypto.subtle.deriveBits({name: 'X25519', public: imported}, key, 256))
          """)
  public static native JSObject deriveBits(JSObject key, @JSByRef byte[] raw);
}
