package dev.weft.core.manifest;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.io.Signatures;
import dev.weft.core.multiformats.Multiaddr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in every manifest of a site beside its files.
 *
 * @param signer the site's key; its signatures are made within the call
 * @param pageOrigins of the pages that may use the manifest
 * @param bootstrap where to join the mesh
 * @param chunkBytes the chunk size of all files
 * @param endorsement the former key's word for this one, or null
 */
public record ManifestTerms(
    Signatures.Signer signer,
    List<String> pageOrigins,
    List<Multiaddr> bootstrap,
    int chunkBytes,
    @Nullable KeyEndorsement endorsement) {
  /** The site's public key, which names the site in the mesh. */
  public PublicKey siteKey() {
    return PublicKey.ofEd25519(signer.publicKey());
  }
}
