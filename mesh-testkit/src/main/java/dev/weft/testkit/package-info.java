/**
 * What tests of the mesh stand on: a loop in virtual time ({@link dev.weft.testkit.VirtualLoop}),
 * virtual links ({@link dev.weft.testkit.MemoryChannel}), seeded randomness.
 */
@NullMarked
package dev.weft.testkit;

import org.jspecify.annotations.NullMarked;
