/** The rules of the house that no module can check alone. */
@NullMarked
package dev.weft.e2e.house;

import org.jspecify.annotations.NullMarked;
