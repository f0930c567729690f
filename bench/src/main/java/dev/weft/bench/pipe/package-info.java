/** The pipe beside piping-server and nginx: the same files to the same curls, one after another. */
@NullMarked
package dev.weft.bench.pipe;

import org.jspecify.annotations.NullMarked;
