/**
 * Files as UnixFS DAGs (ipfs/specs, UNIXFS.md and dag-pb): fixed-size raw leaves under a balanced
 * tree of 174 links a node, so that a CID says which bytes a file has, block by block.
 *
 * <p>{@link dev.weft.core.unixfs.DagBuilder} makes the blocks of a file, {@link
 * dev.weft.core.unixfs.DagVerifier} checks blocks that others sent, {@link
 * dev.weft.core.unixfs.BlockLayout} is the arithmetic that both agree on.
 */
@NullMarked
package dev.weft.core.unixfs;

import org.jspecify.annotations.NullMarked;
