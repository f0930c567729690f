/**
 * The protocol {@code /weft/exchange/1.0.0} between two Weft peers: which blocks of a manifest's
 * shards each has, and blocks on request, in slices.
 *
 * <p><b>On the wire.</b> Each side opens one stream and writes only to it, so that neither has to
 * wait to learn who dialled; the pair lives as long as the connection. A stream carries the frames
 * of {@link dev.weft.core.exchange.ExchangeWire}.
 *
 * <p><b>What one connection does.</b> {@link dev.weft.core.exchange.ExchangeSession} says what we
 * have, asks for blocks and takes them. Every want ends in exactly one way: its last slice, or a
 * dont-have, which also answers a cancel. So bytes that no want covers are always a violation; the
 * stream is reset, and the peer's score hears of it.
 *
 * <p><b>What the node does.</b> {@link dev.weft.core.exchange.Uploads} serves all peers in turn, a
 * slice each, within the visitor's caps.
 */
@NullMarked
package dev.weft.core.exchange;

import org.jspecify.annotations.NullMarked;
