package dev.weft.core.manifest;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import org.jspecify.annotations.Nullable;

/**
 * Which of a site's manifests count: those of the pinned key, or of one that it endorsed, that are
 * not older than what was accepted before and, unless fresh from the site's origin, not expired.
 *
 * <p>The key is pinned by the page, or by the first manifest that comes from the site's origin.
 */
public final class ManifestTrust {
  private final Signatures signatures;
  private @Nullable PublicKey key;
  private long lowestSequence;

  /**
   * Trusts what is known already.
   *
   * @param key the pinned key, or null before the first use
   * @param lowestSequence of the last manifest that was accepted; 0 when there was none
   */
  public ManifestTrust(Signatures signatures, @Nullable PublicKey key, long lowestSequence) {
    this.signatures = signatures;
    this.key = key;
    this.lowestSequence = lowestSequence;
  }

  /** The pinned key, to be kept; null before the first use. */
  public @Nullable PublicKey key() {
    return key;
  }

  /** The highest sequence that was accepted, to be kept. */
  public long sequence() {
    return lowestSequence;
  }

  /**
   * Judges a manifest from the site's origin itself, over a connection that vouches for it.
   *
   * <p>Fails as {@link ManifestRoot#open} does; with code {@code manifest-key} when the key is
   * neither the pinned one nor endorsed by it; with {@code manifest-rollback} for a sequence below
   * one that was accepted.
   */
  public Promise<ManifestRoot> fromOrigin(byte[] envelope) {
    return ManifestRoot.open(signatures, envelope).flatMap(this::judge);
  }

  /**
   * Judges a manifest from a peer or a cache, by the clock of {@code EventLoop.unixSeconds}.
   *
   * <p>Fails as {@link #fromOrigin}; with code {@code manifest-expired} past its expiry, and with
   * {@code manifest-key} while no key is pinned.
   */
  public Promise<ManifestRoot> fromElsewhere(byte[] envelope, long unixSeconds) {
    if (key == null) {
      return Promise.failed(MeshException.peer("manifest-key", "no key is pinned"));
    }
    return ManifestRoot.open(signatures, envelope)
        .flatMap(
            root -> {
              if (unixSeconds > root.expiresUnixSeconds()) {
                throw MeshException.peer("manifest-expired", "expired");
              }
              return judge(root);
            });
  }

  private Promise<ManifestRoot> judge(ManifestRoot root) {
    PublicKey pinned = key;
    if (pinned == null || ManifestRoot.isSame(pinned, root.siteKey())) {
      return Promise.of(accept(root));
    }
    KeyEndorsement endorsement = root.endorsement();
    if (endorsement == null) {
      return Promise.failed(otherKey());
    }
    return endorsement
        .says(signatures, pinned, root.siteKey())
        .map(
            endorsed -> {
              // Another manifest may have changed the pin while the signature was verified.
              if (!endorsed || pinned != key) {
                throw otherKey();
              }
              return accept(root);
            });
  }

  private ManifestRoot accept(ManifestRoot root) {
    if (root.sequence() < lowestSequence) {
      throw MeshException.peer("manifest-rollback", "an older manifest");
    }
    lowestSequence = root.sequence();
    key = root.siteKey();
    return root;
  }

  private static MeshException otherKey() {
    return MeshException.peer("manifest-key", "another key");
  }
}
