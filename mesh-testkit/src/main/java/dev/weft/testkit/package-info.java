/**
 * What tests of the mesh stand on: a loop in virtual time ({@link dev.weft.testkit.VirtualLoop}),
 * virtual links ({@link dev.weft.testkit.MemoryChannel}), seeded randomness, and nodes that are
 * connected over all of them ({@link dev.weft.testkit.ConnectedPair}). Servers get a {@link
 * dev.weft.testkit.TestIdentity}.
 */
@NullMarked
package dev.weft.testkit;

import org.jspecify.annotations.NullMarked;
