/**
 * The Kademlia DHT (libp2p specs, kad-dht/README.md): its messages, the provider records of a node,
 * and the requests of a page. Weft's mesh has a DHT of its own, told apart by its protocol id.
 */
@NullMarked
package dev.weft.core.kad;

import org.jspecify.annotations.NullMarked;
