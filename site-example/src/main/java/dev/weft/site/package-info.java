/**
 * The commands of the demo: {@code demo} starts a node, an origin and the example site; {@code
 * visitor} sends a headless visitor. Entry: {@link dev.weft.site.Main}.
 */
@NullMarked
package dev.weft.site;

import org.jspecify.annotations.NullMarked;
