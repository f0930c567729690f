/**
 * The core as JavaScript: {@link dev.weft.e2e.script.WholeCore} has TeaVM compile all of it, and
 * {@link dev.weft.e2e.script.CoreScript} runs the shared vectors over it.
 */
@NullMarked
package dev.weft.e2e.script;

import org.jspecify.annotations.NullMarked;
