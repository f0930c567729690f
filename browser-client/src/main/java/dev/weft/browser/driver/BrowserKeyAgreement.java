package dev.weft.browser.driver;

import dev.weft.browser.js.Bytes;
import dev.weft.browser.js.KeyHalves;
import dev.weft.browser.js.SubtleCrypto;
import dev.weft.core.io.KeyAgreement;
import dev.weft.core.io.Promise;
import org.teavm.jso.JSObject;

/** X25519 by WebCrypto. Fails with code {@code webcrypto} where the browser is too old for it. */
public final class BrowserKeyAgreement implements KeyAgreement {
  @Override
  public Promise<KeyPair> generate() {
    return Later.of(
        SubtleCrypto.generateKey("X25519", "deriveBits"),
        "webcrypto",
        made -> new KeptKey((KeyHalves) made));
  }

  private static final class KeptKey implements KeyPair {
    private final JSObject privateKey;
    private final byte[] publicKey;

    KeptKey(KeyHalves made) {
      privateKey = made.getPrivateKey();
      publicKey = Bytes.of(made.getPublicKey());
    }

    @Override
    public byte[] publicKey() {
      return publicKey;
    }

    /** A valid pair on our side leaves the peer's point: of a wrong length or low order. */
    @Override
    public Promise<byte[]> agree(byte[] peerPublicKey) {
      return Later.ofPeers(
          SubtleCrypto.deriveBits(privateKey, peerPublicKey), "bad-key", Bytes::of);
    }
  }
}
