package dev.weft.origin.manifest;

import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.SignedManifest;
import dev.weft.origin.http.Body;
import dev.weft.origin.http.WebResource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One manifest as it is served.
 *
 * @param root what was signed
 * @param manifest the signed root
 * @param shards by the text of their CIDs
 * @param variants that its entries name
 * @param files how many entries there are
 * @param bytes size of all files together
 */
record Publication(
    ManifestRoot root,
    WebResource manifest,
    Map<String, WebResource> shards,
    GzipVariants variants,
    int files,
    long bytes) {
  private static final String BINARY = "application/octet-stream";

  static Publication of(SignedManifest signed, GzipVariants variants) {
    Map<String, WebResource> shards = new HashMap<>();
    signed
        .shards()
        .forEach(
            (cid, bytes) ->
                shards.put(cid, WebResource.inMemory(BINARY, cid, bytes, WebResource.FOREVER)));
    WebResource manifest =
        WebResource.inMemory(
            BINARY,
            Long.toHexString(signed.root().sequence()),
            signed.envelope(),
            WebResource.REVALIDATED);
    return new Publication(
        signed.root(), manifest, shards, variants, signed.files(), signed.bytes());
  }

  /** The variant of that name, which is sent as it is; null when there is none. */
  @Nullable WebResource variant(String cid) {
    byte[] bytes = variants.bytes(cid);
    return bytes == null
        ? null
        : new WebResource(
            BINARY, cid, null, Body.of(bytes), () -> null, false, WebResource.FOREVER);
  }
}
