/** What servers have in common: where clients come from, how often, and how they are read. */
@NullMarked
package dev.weft.jvm.net;

import org.jspecify.annotations.NullMarked;
