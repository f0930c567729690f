/**
 * The blocks that a visitor keeps: index, quota in bytes, eviction by last use. Entry type: {@link
 * dev.weft.core.cache.BlockCache}.
 */
@NullMarked
package dev.weft.core.cache;

import org.jspecify.annotations.NullMarked;
