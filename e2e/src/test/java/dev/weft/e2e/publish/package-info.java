/** A site that nginx serves, with what {@code weft publish} has written into it. */
@NullMarked
package dev.weft.e2e.publish;

import org.jspecify.annotations.NullMarked;
