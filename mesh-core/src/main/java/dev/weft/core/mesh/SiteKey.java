package dev.weft.core.mesh;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.protobuf.Utf8;

/** Where a site's visitors find one another in the DHT. */
public final class SiteKey {
  private static final String PREFIX = "weft-site:";

  private SiteKey() {}

  /**
   * The key of the site's provider records: SHA-256 of {@code weft-site:} and the site's public
   * key.
   *
   * @param publicKey the PublicKey message (libp2p specs, peer-ids), as in the manifest
   */
  public static Multihash of(byte[] publicKey) {
    return Multihash.sha256(Sha256.digest(Utf8.encode(PREFIX), publicKey));
  }
}
