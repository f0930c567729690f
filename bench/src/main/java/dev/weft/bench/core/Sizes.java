package dev.weft.bench.core;

import dev.weft.core.crypto.ChaCha20Poly1305;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.io.Bytes;
import dev.weft.core.multiformats.Cid;
import java.util.LinkedHashMap;
import java.util.Map;

/** What things take on the wire. */
final class Sizes {
  private static final int NOISE_LENGTH_BYTES = 2;
  private static final int MESSAGE_BYTES = 16 * 1024;

  private Sizes() {}

  /** By name, in bytes; each is encoded here, not looked up. */
  static Map<String, Integer> all() {
    Cid cid = Cid.raw(Sha256.digest(Bytes.NONE));
    byte[] block = new byte[ExchangeWire.SLICE_BYTES];
    byte[] sealed =
        new ChaCha20Poly1305(new byte[ChaCha20Poly1305.KEY_BYTES])
            .seal(new byte[ChaCha20Poly1305.NONCE_BYTES], Bytes.NONE, new byte[MESSAGE_BYTES]);
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put("a CID, binary", cid.encode().length);
    sizes.put("a CID, as text", cid.toString().length());
    sizes.put("a Noise message of 16 KiB", NOISE_LENGTH_BYTES + sealed.length);
    sizes.put("identify with ten addresses", Messages.identify().encode().length);
    sizes.put(
        "what a page has of 8,192 blocks",
        ExchangeWire.have(cid, new byte[Messages.SHARD_BLOCKS / 8]).length);
    sizes.put("a want of one block", ExchangeWire.numbers(ExchangeWire.WANT, cid, 0).length);
    sizes.put(
        "a slice of " + block.length + " bytes",
        ExchangeWire.slice(cid, 0, block, 0, block.length).length);
    return sizes;
  }
}
