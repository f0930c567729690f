/**
 * The bootstrap node: where visitors' browsers find each other.
 *
 * <p>{@link dev.weft.bootstrap.Main} starts it from the command line, {@link
 * dev.weft.bootstrap.BootstrapNode} embeds it. Its rooms are {@code libp2p}, {@code web} and {@code
 * offload}.
 */
@NullMarked
package dev.weft.bootstrap;

import org.jspecify.annotations.NullMarked;
