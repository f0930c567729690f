/**
 * Programs that run in Node: other implementations, from npm, unmodified.
 *
 * <p>{@link dev.weft.e2e.node.NodeRuntime} brings Node, which is the one inside Playwright's
 * driver, and the packages; npm alone must be there.
 */
@NullMarked
package dev.weft.e2e.node;

import org.jspecify.annotations.NullMarked;
