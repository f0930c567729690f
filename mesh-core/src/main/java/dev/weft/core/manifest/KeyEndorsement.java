package dev.weft.core.manifest;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.crypto.SignedEnvelope;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.protobuf.Utf8;

/**
 * A site's former key says which key follows it: a {@link SignedEnvelope} of domain {@code
 * weft-manifest-key} and payload type {@code /weft/manifest-key}, whose payload is the new key.
 */
public final class KeyEndorsement {
  /** The largest endorsement in bytes: two keys of 36, a signature of 64, and what is around. */
  public static final int MAX_BYTES = 256;

  private static final String DOMAIN = "weft-manifest-key";
  private static final String PAYLOAD_TYPE = "/weft/manifest-key";

  private final byte[] envelope;

  /** Takes the envelope unread; throws code {@code bad-manifest} when it is too long. */
  KeyEndorsement(byte[] envelope) {
    ManifestText.require(envelope.length <= MAX_BYTES, "endorsement too long");
    this.envelope = envelope;
  }

  /** The endorsement of a new key by the signer, which is the site's key so far. */
  public static Promise<KeyEndorsement> of(PublicKey newKey, Signatures.Signer formerKey) {
    return SignedEnvelope.seal(formerKey, DOMAIN, Utf8.encode(PAYLOAD_TYPE), newKey.encode())
        .map(KeyEndorsement::new);
  }

  /** The wire form. */
  public byte[] encode() {
    return envelope.clone();
  }

  /**
   * Whether the former key endorses the new one here. Fails as {@link SignedEnvelope#open} does
   * when the envelope is malformed or its signature is wrong.
   */
  Promise<Boolean> says(Signatures signatures, PublicKey formerKey, PublicKey newKey) {
    return SignedEnvelope.open(signatures, envelope, MAX_BYTES, DOMAIN, Utf8.encode(PAYLOAD_TYPE))
        .map(
            opened ->
                ManifestRoot.isSame(opened.signer(), formerKey)
                    && ManifestRoot.isSame(PublicKey.decode(opened.payload()), newKey));
  }
}
