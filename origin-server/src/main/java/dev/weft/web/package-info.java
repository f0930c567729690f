/**
 * What the servers of this module share: listening sockets with their protocols, TLS identities,
 * and how options and failures to start are worded.
 */
@NullMarked
package dev.weft.web;

import org.jspecify.annotations.NullMarked;
