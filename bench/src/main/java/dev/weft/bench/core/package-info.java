/** The core's own speed and memory, with JMH: {@code ./weft bench core}. */
@NullMarked
package dev.weft.bench.core;

import org.jspecify.annotations.NullMarked;
