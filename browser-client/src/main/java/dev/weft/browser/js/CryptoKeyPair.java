package dev.weft.browser.js;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A private key and its public half. */
public interface CryptoKeyPair extends JSObject {
  /** The private half; not extractable as Weft makes them. */
  @JSProperty
  CryptoKey getPrivateKey();

  /** The public half. */
  @JSProperty
  CryptoKey getPublicKey();
}
