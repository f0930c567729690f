/** Whether content has the names that other implementations give it. */
@NullMarked
package dev.weft.e2e.hashes;

import org.jspecify.annotations.NullMarked;
