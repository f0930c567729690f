/** The launcher as a newcomer's shell runs it: a process, its lines and its exit status. */
@NullMarked
package dev.weft.e2e.launcher;

import org.jspecify.annotations.NullMarked;
