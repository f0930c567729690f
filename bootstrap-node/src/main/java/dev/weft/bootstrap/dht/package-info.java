/** Ways to the other bootstrap nodes, with which one forms a DHT. */
@NullMarked
package dev.weft.bootstrap.dht;

import org.jspecify.annotations.NullMarked;
