/**
 * The page's elements: which wait for Weft, when each is asked for, and how it gets its bytes or
 * its real URL.
 *
 * <p>An element names its URL in {@code data-weft-src} (img, video, audio, source, script) or
 * {@code data-weft-href} (link, script) instead of {@code src} or {@code href}. One with {@code
 * loading="lazy"} is asked for when it comes within a viewport of what is seen, others at once. A
 * link with {@code data-weft-family} (and {@code -weight}, {@code -style}) makes a font face.
 */
@NullMarked
package dev.weft.browser.page;

import org.jspecify.annotations.NullMarked;
