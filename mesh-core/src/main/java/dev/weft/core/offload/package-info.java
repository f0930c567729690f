/**
 * What the mesh saved: where bytes came from, and why not from peers. Entry type: {@link
 * dev.weft.core.offload.Ledger}.
 */
@NullMarked
package dev.weft.core.offload;

import org.jspecify.annotations.NullMarked;
