/**
 * The vectors that the JVM and the browser share: known answers, well-formed and malformed, over
 * the formats, the ciphers and the protocols of the core. Plain Java of the subset that TeaVM
 * compiles; {@link dev.weft.testkit.vectors.SharedVectors} runs them all, and what it reports must
 * be the same to the last outcome wherever it runs.
 */
@NullMarked
package dev.weft.testkit.vectors;

import org.jspecify.annotations.NullMarked;
