/** browser-client. */
@NullMarked
package dev.weft.browser;

import org.jspecify.annotations.NullMarked;
