/** Seeded mutations of well-formed inputs against every decoder of the formats. */
@NullMarked
package dev.weft.core.mutation;

import org.jspecify.annotations.NullMarked;
