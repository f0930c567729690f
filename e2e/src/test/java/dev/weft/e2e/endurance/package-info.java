/** What must hold for hours, and through restarts. */
@NullMarked
package dev.weft.e2e.endurance;

import org.jspecify.annotations.NullMarked;
