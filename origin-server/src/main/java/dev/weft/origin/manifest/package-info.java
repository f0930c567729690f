/**
 * The site's manifest: which files are shared, their CIDs, and the signed root that names them.
 *
 * <p>{@link dev.weft.origin.manifest.ManifestKeeper} keeps it true while files come, change and go;
 * {@link dev.weft.origin.manifest.WeftHandler} serves it, and the client that reads it.
 */
@NullMarked
package dev.weft.origin.manifest;

import org.jspecify.annotations.NullMarked;
