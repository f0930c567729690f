/** mesh-testkit. */
@NullMarked
package dev.weft.testkit;

import org.jspecify.annotations.NullMarked;
