/**
 * The browser's interfaces that TeaVM's own bindings lack, as thin as they can be: one type a file,
 * named as the web's specifications name it. They cost nothing where they are not called.
 *
 * <p>Two traps of TeaVM 0.15: a class needs {@code @JSClass(transparent = true)}, as a cast would
 * look for a constructor of its name; and names that a {@code @JSBody} script declares itself need
 * three letters at least, as parameters are renamed to shorter ones without a look at them.
 */
@NullMarked
package dev.weft.browser.js;

import org.jspecify.annotations.NullMarked;
