/**
 * Connections between two authenticated peers: the upgrade of a raw channel (multistream-select,
 * Noise, yamux), streams by protocol, identify, ping.
 */
@NullMarked
package dev.weft.core.connection;

import org.jspecify.annotations.NullMarked;
