/**
 * What {@code weft publish} does with CIDs and signatures, for Node: compiled into {@code
 * publisher.mjs} of the npm package, whose Vite plugin reads and writes the files. Entry type:
 * {@link dev.weft.browser.publish.Publisher}.
 */
@NullMarked
package dev.weft.browser.publish;

import org.jspecify.annotations.NullMarked;
