package dev.weft.browser.driver;

import dev.weft.browser.js.Bytes;
import dev.weft.browser.js.CryptoKey;
import dev.weft.browser.js.SubtleCrypto;
import dev.weft.core.io.KeyAgreement;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;

/** X25519 by WebCrypto. Fails with code {@code webcrypto} where the browser is too old for it. */
public final class BrowserKeyAgreement implements KeyAgreement {
  @Override
  public Promise<KeyPair> generate() {
    return Later.of(SubtleCrypto.generateKey("X25519", "deriveBits", ""), "webcrypto")
        .flatMap(
            pair ->
                Later.of(
                    SubtleCrypto.exportKey(pair.getPublicKey()),
                    "webcrypto",
                    raw -> new KeptKey(pair.getPrivateKey(), Bytes.ofBuffer(raw))));
  }

  private static final class KeptKey implements KeyPair {
    private final CryptoKey privateKey;
    private final byte[] publicKey;

    KeptKey(CryptoKey privateKey, byte[] publicKey) {
      this.privateKey = privateKey;
      this.publicKey = publicKey;
    }

    @Override
    public byte[] publicKey() {
      return publicKey;
    }

    @Override
    public Promise<byte[]> agree(byte[] peerPublicKey) {
      Promise<byte[]> secret = new Promise<>();
      Later.of(SubtleCrypto.deriveBits(privateKey, peerPublicKey), "webcrypto", Bytes::ofBuffer)
          .then(
              secret::resolve,
              // A valid pair on our side leaves the peer's point: of a wrong length or low order.
              refused -> secret.fail(MeshException.peer("bad-key", refused.getMessage())));
      return secret;
    }
  }
}
