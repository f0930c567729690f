/**
 * A page's node, assembled: it keeps a connection to one of the site's bootstrap nodes with a
 * reservation there, announces itself under the site's key, and opens direct connections to a few
 * of the site's other visitors. Entry type: {@link dev.weft.core.mesh.MeshNode}.
 */
@NullMarked
package dev.weft.core.mesh;

import org.jspecify.annotations.NullMarked;
