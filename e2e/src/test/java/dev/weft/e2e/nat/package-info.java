/**
 * Visitors behind routers: browsers in network namespaces, each behind a NAT of its own, one with a
 * slow uplink. Needs Linux and root, {@code ip}, {@code nft}, {@code socat} and coturn's {@code
 * turnserver}.
 */
@NullMarked
package dev.weft.e2e.nat;

import org.jspecify.annotations.NullMarked;
