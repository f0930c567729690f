/** Attacks carried out by hostile programs against real pages and nodes. */
@NullMarked
package dev.weft.e2e.attacks;

import org.jspecify.annotations.NullMarked;
