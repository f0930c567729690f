package dev.weft.browser.publish;

import dev.weft.browser.js.Bytes;
import dev.weft.core.io.Digests;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/**
 * Node's cryptography, which answers within the call: {@code sha256(data)}, {@code sign(key, data)}
 * with a key of its own kind, and {@code verify(publicKey, data, signature)}. All bytes are typed
 * arrays.
 */
@JSClass(transparent = true)
abstract class Host implements JSObject {
  private Host() {}

  /** A key: {@code publicKey} are its 32 raw bytes. */
  @JSClass(transparent = true)
  abstract static class Key implements JSObject {
    private Key() {}

    @JSBody(script = "return this.publicKey")
    final native JSObject publicKey();
  }

  @JSBody(params = "data", script = "return this.sha256(data)")
  private native JSObject sha256(@JSByRef byte[] data);

  @JSBody(
      params = {"key", "data"},
      script = "return this.sign(key,data)")
  private native JSObject sign(Key key, @JSByRef byte[] data);

  @JSBody(
      params = {"key", "data", "signature"},
      script = "return this.verify(key,data,signature)")
  private native boolean verify(
      @JSByRef byte[] key, @JSByRef byte[] data, @JSByRef byte[] signature);

  /** SHA-256. */
  static Digests digests(Host host) {
    return data -> Promise.of(Bytes.ofView(host.sha256(data)));
  }

  /** Signs with the key. */
  static Signatures.Signer signer(Host host, Key key) {
    byte[] publicKey = Bytes.ofView(key.publicKey());
    return new Signatures.Signer() {
      @Override
      public byte[] publicKey() {
        return publicKey;
      }

      @Override
      public Promise<byte[]> sign(byte[] message) {
        return Promise.of(Bytes.ofView(host.sign(key, message)));
      }
    };
  }

  /** Verifies, and makes no keys: they are files. */
  static Signatures signatures(Host host) {
    return new Signatures() {
      @Override
      public Promise<Signer> generate() {
        return Promise.failed(MeshException.local("no-keys"));
      }

      @Override
      public Promise<Boolean> verify(byte[] publicKey, byte[] message, byte[] signature) {
        return Promise.of(host.verify(publicKey, message, signature));
      }
    };
  }
}
