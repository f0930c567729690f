/** The build's last step: from what TeaVM wrote to the script that a site serves. Not shipped. */
@NullMarked
package dev.weft.browser.build;

import org.jspecify.annotations.NullMarked;
