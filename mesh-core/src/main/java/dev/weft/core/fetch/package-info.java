/**
 * The race between peers and the origin for each asset that the page asks for. Entry type: {@link
 * dev.weft.core.fetch.Fetcher}.
 *
 * <p><b>Assembly.</b> A node makes, in this order:
 *
 * <pre>{@code
 * BlockCache cache = new BlockCache(loop, digests, store, index, quotaBytes);   // cache.open() first
 * SiteAssets assets = new SiteAssets();
 * PeerScores scores = new PeerScores();
 * Swarm swarm = new Swarm(loop, assets, cache, scores, PeerLimits.DEFAULT);
 * Fetcher fetcher = new Fetcher(loop, digests, swarm, scores, cache, origin, listener);
 * protocols.handle(ExchangeWire.PROTOCOL, swarm);
 * }</pre>
 *
 * <p>Where it speaks Bitswap too, {@code swarm.strangers} makes a {@link
 * dev.weft.core.bitswap.BitswapSession} of a connection, and the swarm handles {@link
 * dev.weft.core.bitswap.BitswapWire#PROTOCOL} as well.
 *
 * <p>Then it tells {@link dev.weft.core.fetch.Swarm#connected} of each direct connection (its end
 * is noticed), {@link dev.weft.core.fetch.Swarm#use} of each shard as it is loaded (and {@link
 * dev.weft.core.fetch.SiteAssets#remove} of one that a newer manifest no longer has), and {@link
 * dev.weft.core.fetch.Fetcher#joining} when no more peers are about to come. A peer that {@link
 * dev.weft.core.peers.PeerScores#isBanned} is not dialled again.
 */
@NullMarked
package dev.weft.core.fetch;

import org.jspecify.annotations.NullMarked;
