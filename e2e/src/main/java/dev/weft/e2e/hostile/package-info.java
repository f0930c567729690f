/**
 * Peers that mean ill, as programs of their own: the mesh core with another conscience, compiled
 * for a page as the client is. The client itself has no switch for any of this.
 */
@NullMarked
package dev.weft.e2e.hostile;

import org.jspecify.annotations.NullMarked;
