/** The service worker: ordinary elements of a page, served by a page's node. */
@NullMarked
package dev.weft.e2e.worker;

import org.jspecify.annotations.NullMarked;
