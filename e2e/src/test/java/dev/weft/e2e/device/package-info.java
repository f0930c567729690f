/** The visitor's device, network and will: modes, what the browser signals, caps, several tabs. */
@NullMarked
package dev.weft.e2e.device;

import org.jspecify.annotations.NullMarked;
