/** The pipe as a server of its own: {@code ./weft pipe}. */
@NullMarked
package dev.weft.pipe.server;

import org.jspecify.annotations.NullMarked;
