/** What a page sees of weft.js: its elements, {@code window.weft}, and the origin behind both. */
@NullMarked
package dev.weft.e2e.page;

import org.jspecify.annotations.NullMarked;
