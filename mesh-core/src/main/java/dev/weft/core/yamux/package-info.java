/**
 * yamux 1.0.0: many streams over one reliable channel (hashicorp/yamux spec.md; libp2p specs,
 * yamux/README.md). {@link dev.weft.core.yamux.YamuxSession} is the entry.
 */
@NullMarked
package dev.weft.core.yamux;

import org.jspecify.annotations.NullMarked;
