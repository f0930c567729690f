package dev.weft.browser.js;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A private key that WebCrypto keeps, and its public half. */
public interface KeyHalves extends JSObject {
  /** The private half; it cannot be read out. */
  @JSProperty
  JSObject getPrivateKey();

  /** The {@code ArrayBuffer} of the public half's raw bytes. */
  @JSProperty
  JSObject getPublicKey();
}
