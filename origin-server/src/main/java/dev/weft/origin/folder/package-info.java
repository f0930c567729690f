/**
 * The site's folder: which file a URL names, and what is sent for it.
 *
 * <p>{@link dev.weft.origin.folder.SiteFolder} is the one place that turns a path of a URL into a
 * path of the file system; nothing outside the folder and no dot file can be reached through it.
 */
@NullMarked
package dev.weft.origin.folder;

import org.jspecify.annotations.NullMarked;
