/** origin-server. */
@NullMarked
package dev.weft.origin;

import org.jspecify.annotations.NullMarked;
