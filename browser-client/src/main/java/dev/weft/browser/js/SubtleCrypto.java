package dev.weft.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.typedarrays.ArrayBuffer;

/**
 * WebCrypto as Weft uses it. Ed25519 and X25519 stand in the Secure Curves specification: Chrome
 * 137, Firefox 130 and Safari 17 are the first to have both.
 */
public final class SubtleCrypto {
  private SubtleCrypto() {}

  /** Whether there is one: only in a secure context. */
  @JSBody(script = "return !!(self.crypto&&crypto.subtle)")
  public static native boolean isPresent();

  /** Fills an array of at most 65,536 bytes; needs no secure context. */
  @JSBody(params = "out", script = "crypto.getRandomValues(out)")
  public static native void getRandomValues(@JSByRef byte[] out);

  /** The digest of a whole array, which must not change until it is there. */
  @JSBody(params = "data", script = "return crypto.subtle.digest('SHA-256',data)")
  public static native JSPromise<ArrayBuffer> sha256(@JSByRef byte[] data);

  /** A new pair whose private half cannot be read out. */
  @JSBody(
      params = {"algorithm", "use", "publicUse"},
      script = "return crypto.subtle.generateKey(algorithm,false,publicUse?[use,publicUse]:[use])")
  public static native JSPromise<CryptoKeyPair> generateKey(
      String algorithm, String use, String publicUse);

  /** The raw bytes of a public key. */
  @JSBody(params = "key", script = "return crypto.subtle.exportKey('raw',key)")
  public static native JSPromise<ArrayBuffer> exportKey(CryptoKey key);

  /** An Ed25519 signature. */
  @JSBody(
      params = {"key", "message"},
      script = "return crypto.subtle.sign('Ed25519',key,message)")
  public static native JSPromise<ArrayBuffer> sign(CryptoKey key, @JSByRef byte[] message);

  /** Resolves with true when the raw public key's signature holds. */
  @JSBody(
      params = {"raw", "message", "signature"},
      script =
          "return crypto.subtle.importKey('raw',raw,'Ed25519',false,['verify'])"
              + ".then(imported=>crypto.subtle.verify('Ed25519',imported,signature,message),()=>false)")
  public static native JSPromise<JSObject> verify(
      @JSByRef byte[] raw, @JSByRef byte[] message, @JSByRef byte[] signature);

  /** The X25519 secret with a raw public key; rejects when it is all zero. */
  @JSBody(
      params = {"key", "raw"},
      script =
          "return crypto.subtle.importKey('raw',raw,'X25519',false,[])"
              + ".then(imported=>crypto.subtle.deriveBits({name:'X25519',public:imported},key,256))")
  public static native JSPromise<ArrayBuffer> deriveBits(CryptoKey key, @JSByRef byte[] raw);
}
