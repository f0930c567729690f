/** The JVM's driver of the mesh core: its event loop, JCA cryptography, key files. */
@NullMarked
package dev.weft.jvm;

import org.jspecify.annotations.NullMarked;
