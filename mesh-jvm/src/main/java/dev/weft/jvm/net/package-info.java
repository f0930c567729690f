/** Where a server's clients come from, and how often they may come from one place. */
@NullMarked
package dev.weft.jvm.net;

import org.jspecify.annotations.NullMarked;
