/**
 * Every decoder of mesh-core under attack: {@link dev.weft.testkit.decoders.Decoders} lists them
 * with well-formed inputs, {@link dev.weft.testkit.decoders.DecoderAttack} feeds them what hostile
 * peers might send; {@link dev.weft.testkit.decoders.ForgeryAttack} shows forged handshakes and
 * signatures to those who check them, by real keys. Both run on the JVM and as JavaScript, with the
 * same outcomes.
 */
@NullMarked
package dev.weft.testkit.decoders;

import org.jspecify.annotations.NullMarked;
