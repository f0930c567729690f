/**
 * Cryptography of the core's own: what Noise needs in order and at once (SHA-256, HMAC, HKDF,
 * ChaCha20-Poly1305, in plain Java with {@code int} limbs, as {@code long} is slow as JavaScript),
 * and libp2p's signed forms ({@link dev.weft.core.crypto.PublicKey}, {@link
 * dev.weft.core.crypto.SignedEnvelope}, {@link dev.weft.core.crypto.PeerRecord}), whose signatures
 * are effects of the platform.
 */
@NullMarked
package dev.weft.core.crypto;

import org.jspecify.annotations.NullMarked;
