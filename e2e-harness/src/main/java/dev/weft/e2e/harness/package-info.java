/** What all scenarios share: real browsers, and a house of node and origin in this process. */
@NullMarked
package dev.weft.e2e.harness;

import org.jspecify.annotations.NullMarked;
