package dev.weft.browser.js;

import org.teavm.jso.JSObject;

/** A key that WebCrypto keeps. */
public interface CryptoKey extends JSObject {}
