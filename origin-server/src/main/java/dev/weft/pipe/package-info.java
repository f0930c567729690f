/**
 * The pipe: one sender, up to 256 receivers, one upload, nothing stored. {@link
 * dev.weft.pipe.PipeHandler} is its front; a {@link dev.weft.pipe.Transfer} is one use of a path.
 *
 * <p>No thread ever waits: every callback is non-blocking and runs on Jetty's selectors. What
 * decides about a transfer runs one event after the other ({@code Transfer}); what moves its bytes
 * runs beside that, each receiver by itself ({@code Ring}, {@code BodyPump}, {@code ReceiverPump}).
 */
@NullMarked
package dev.weft.pipe;

import org.jspecify.annotations.NullMarked;
