package dev.weft.browser.driver;

import dev.weft.browser.js.Bytes;
import dev.weft.browser.js.KeyHalves;
import dev.weft.browser.js.SubtleCrypto;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Ed25519 by WebCrypto. Fails with code {@code webcrypto} where the browser is too old for it. */
public final class BrowserSignatures implements Signatures {
  @Override
  public Promise<Signer> generate() {
    return Later.of(
        SubtleCrypto.generateKey("Ed25519", "sign"),
        "webcrypto",
        made -> new KeptKey((KeyHalves) made));
  }

  @Override
  public Promise<Boolean> verify(byte[] publicKey, byte[] message, byte[] signature) {
    return Later.of(
        SubtleCrypto.verify(publicKey, message, signature), "webcrypto", BrowserSignatures::isTrue);
  }

  @JSBody(params = "answer", script = "return answer===true")
  private static native boolean isTrue(JSObject answer);

  private static final class KeptKey implements Signer {
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

    @Override
    public Promise<byte[]> sign(byte[] message) {
      return Later.bytes(SubtleCrypto.sign(privateKey, message), "webcrypto");
    }
  }
}
