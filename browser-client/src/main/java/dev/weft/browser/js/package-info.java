/**
 * The browser's interfaces that TeaVM's own bindings lack, as thin as they can be: one type a file,
 * named as the web's specifications name it. They cost nothing where they are not called.
 */
@NullMarked
package dev.weft.browser.js;

import org.jspecify.annotations.NullMarked;
