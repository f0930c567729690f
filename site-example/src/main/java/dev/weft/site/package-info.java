/** site-example. */
@NullMarked
package dev.weft.site;

import org.jspecify.annotations.NullMarked;
