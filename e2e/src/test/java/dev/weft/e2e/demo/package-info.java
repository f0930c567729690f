/** The demo as a newcomer runs it. */
@NullMarked
package dev.weft.e2e.demo;

import org.jspecify.annotations.NullMarked;
