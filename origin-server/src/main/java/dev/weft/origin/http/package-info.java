/**
 * HTTP as this server speaks it: what a {@link dev.weft.origin.http.WebResource} is and how it is
 * answered (RFC 9110: preconditions, ranges, content coding), the listening socket, the access log
 * and the slow line for demonstrations.
 *
 * <p>Everything is a Jetty handler and asynchronous: no thread waits for a slow client or for the
 * slow line.
 */
@NullMarked
package dev.weft.origin.http;

import org.jspecify.annotations.NullMarked;
