/**
 * The npm package as npm packs it, installed into a project of Vite, and the examples of the docs.
 */
@NullMarked
package dev.weft.e2e.npm;

import org.jspecify.annotations.NullMarked;
