/** Peers that fail the visitor in real browsers: the page is whole all the same. */
package dev.weft.e2e.fallback;
