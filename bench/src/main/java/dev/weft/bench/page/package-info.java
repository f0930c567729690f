/**
 * A page with Weft beside the same page without. Entry type: {@link
 * dev.weft.bench.page.PageCommand}.
 */
@NullMarked
package dev.weft.bench.page;

import org.jspecify.annotations.NullMarked;
