/**
 * The Noise secure channel (libp2p specs, noise; Noise revision 34): {@code
 * Noise_XX_25519_ChaChaPoly_SHA256} with libp2p's payloads, which prove who is at the far end and
 * choose the muxer early. {@link dev.weft.core.noise.NoiseHandshake} is the way in.
 */
@NullMarked
package dev.weft.core.noise;

import org.jspecify.annotations.NullMarked;
