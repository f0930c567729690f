/**
 * The node's libp2p side: WebSockets as byte channels, the bounds on connections, and the assembly
 * of identify, ping, relay and DHT on one event loop.
 *
 * <p>Everything but Jetty's callbacks runs on the loop's thread; other threads see a {@link
 * dev.weft.bootstrap.libp2p.MeshSnapshot}.
 */
@NullMarked
package dev.weft.bootstrap.libp2p;

import org.jspecify.annotations.NullMarked;
