/**
 * The multiformats (multiformats.io): self-describing hashes, content and peer identifiers, and
 * addresses, in their binary and text forms.
 *
 * <p>All values are immutable. What does not decode throws {@link
 * dev.weft.core.io.MeshException.Fault#PEER}, whoever supplied it: text from a configuration is
 * judged as strictly as bytes from the wire.
 */
@NullMarked
package dev.weft.core.multiformats;

import org.jspecify.annotations.NullMarked;
