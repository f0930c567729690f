/**
 * Draws the pictures and the film of the example site from seeds: no photograph, no foreign
 * licence. Entry: {@link dev.weft.site.render.RenderSite}. The results are committed, so a build
 * never runs this.
 */
@NullMarked
package dev.weft.site.render;

import org.jspecify.annotations.NullMarked;
