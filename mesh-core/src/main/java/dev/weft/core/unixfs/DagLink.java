package dev.weft.core.unixfs;

import dev.weft.core.multiformats.Cid;

/**
 * What a node knows of one child.
 *
 * @param cid the child's name
 * @param fileBytes bytes of the file at or below the child (UnixFS {@code blocksizes})
 * @param dagBytes bytes of all blocks at or below the child (dag-pb {@code Tsize}); informs other
 *     implementations, and is never relied on here
 */
public record DagLink(Cid cid, long fileBytes, long dagBytes) {}
