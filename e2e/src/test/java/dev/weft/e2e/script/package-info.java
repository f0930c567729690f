/** The core as JavaScript: all of it compiles, and it decides as on the JVM. */
@NullMarked
package dev.weft.e2e.script;

import org.jspecify.annotations.NullMarked;
