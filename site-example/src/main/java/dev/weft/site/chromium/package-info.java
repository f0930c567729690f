/**
 * A headless Chromium of one's own and the part of the Chrome DevTools Protocol that a visitor
 * needs. Entry: {@link dev.weft.site.chromium.Chromium}.
 */
@NullMarked
package dev.weft.site.chromium;

import org.jspecify.annotations.NullMarked;
