/**
 * Circuit relay v2 (libp2p specs, relay/circuit-v2.md): a public node carries a bounded connection
 * between two peers that cannot reach each other, one of which has a reservation with it.
 *
 * <p>A node serves {@link dev.weft.core.relay.HopServer}. A page has a {@link
 * dev.weft.core.relay.RelayClient} for its node, and a {@link dev.weft.core.relay.StopHandler} for
 * those who reach it through that node.
 */
@NullMarked
package dev.weft.core.relay;

import org.jspecify.annotations.NullMarked;
