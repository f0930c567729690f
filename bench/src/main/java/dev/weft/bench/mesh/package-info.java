/**
 * The mesh beside other ways from browser to browser. Entry type: {@link
 * dev.weft.bench.mesh.MeshCommand}.
 */
@NullMarked
package dev.weft.bench.mesh;

import org.jspecify.annotations.NullMarked;
