/**
 * The race between peers and the origin for each asset that the page asks for. Entry type: {@link
 * dev.weft.core.fetch.Fetcher}.
 */
@NullMarked
package dev.weft.core.fetch;

import org.jspecify.annotations.NullMarked;
