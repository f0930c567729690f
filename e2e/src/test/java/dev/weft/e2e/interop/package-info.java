/** Strangers in the mesh: libp2p nodes that are not ours. */
@NullMarked
package dev.weft.e2e.interop;

import org.jspecify.annotations.NullMarked;
