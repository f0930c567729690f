/**
 * multistream-select 1.0 (libp2p specs, connections, "multistream-select"): two sides agree on the
 * protocol of a byte channel. {@link dev.weft.core.multistream.Multistream} is the way in.
 */
@NullMarked
package dev.weft.core.multistream;

import org.jspecify.annotations.NullMarked;
