/** The multiformats: self-describing hashes, content and peer identifiers, and addresses. */
@NullMarked
package dev.weft.core.multiformats;

import org.jspecify.annotations.NullMarked;
