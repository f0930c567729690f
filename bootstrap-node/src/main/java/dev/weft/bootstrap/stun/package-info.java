/**
 * STUN of the node's own (RFC 8489), so that a site needs no third party for its visitors to learn
 * their public addresses: the binding method over UDP, nothing else. {@link
 * dev.weft.bootstrap.stun.StunServer} is the entry.
 */
@NullMarked
package dev.weft.bootstrap.stun;

import org.jspecify.annotations.NullMarked;
