/**
 * What every layer of the core stands on: the event loop, promises, the byte channel and the
 * effects that a driver hands in.
 *
 * <p>A node runs on one {@link dev.weft.core.io.EventLoop}; nothing here is thread-safe and nothing
 * blocks. The browser, the JVM and the simulator each bring their own loop, randomness and {@link
 * dev.weft.core.io.Digests}, so the same code runs in all three, and in virtual time.
 */
@NullMarked
package dev.weft.core.io;

import org.jspecify.annotations.NullMarked;
