/**
 * What a site lets its visitors deliver: a signed root that names shards, and the shards, which
 * list the assets with their CIDs.
 *
 * <p>{@link dev.weft.core.manifest.ManifestTrust} decides which roots count; {@link
 * dev.weft.core.manifest.ManifestShard} is what assets are looked up in. Whatever breaks a rule of
 * the format throws {@link dev.weft.core.io.MeshException.Fault#PEER}, code {@code bad-manifest}.
 */
@NullMarked
package dev.weft.core.manifest;

import org.jspecify.annotations.NullMarked;
