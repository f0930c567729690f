/**
 * Which peers to deal with: how many, whom no longer, and whom first. Entry type: {@link
 * dev.weft.core.peers.PeerScores}.
 */
@NullMarked
package dev.weft.core.peers;

import org.jspecify.annotations.NullMarked;
