/** Where visitors come from, and how often and how many may come from one place. */
@NullMarked
package dev.weft.bootstrap.net;

import org.jspecify.annotations.NullMarked;
