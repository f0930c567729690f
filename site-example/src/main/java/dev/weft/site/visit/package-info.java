/**
 * A visit: a page opened cold, scrolled to its end, its films played, and what came from where.
 * Entry: {@link dev.weft.site.visit.Visitor}.
 */
@NullMarked
package dev.weft.site.visit;

import org.jspecify.annotations.NullMarked;
