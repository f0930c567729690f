/** Measurements of Weft beside its rivals. Entry type: {@link dev.weft.bench.Bench}. */
@NullMarked
package dev.weft.bench;

import org.jspecify.annotations.NullMarked;
