/**
 * Weft for a site that another server serves: {@link dev.weft.origin.publish.StaticBuild} writes
 * the manifest, its shards, the settings and the client beside the site's files, and {@link
 * dev.weft.origin.publish.LoadedManifest} reads and checks what a folder or a site has.
 */
@NullMarked
package dev.weft.origin.publish;

import org.jspecify.annotations.NullMarked;
