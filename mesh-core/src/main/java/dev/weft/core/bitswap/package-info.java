/**
 * Bitswap 1.2.0 (specs.ipfs.tech, "Bitswap Protocol"): blocks by their CIDs, to and from peers that
 * do not speak {@code /weft/exchange/1.0.0}, such as Helia.
 *
 * <p><b>On the wire.</b> A stream carries messages one way only; {@link
 * dev.weft.core.bitswap.BitswapWire} has their form. An answer goes out on a stream of the
 * answerer.
 *
 * <p><b>What one connection does.</b> {@link dev.weft.core.bitswap.BitswapSession} serves the
 * blocks of the cache, under the limits of the exchange; it asks the peer which of the manifest's
 * large assets it has, and for their blocks.
 */
@NullMarked
package dev.weft.core.bitswap;

import org.jspecify.annotations.NullMarked;
