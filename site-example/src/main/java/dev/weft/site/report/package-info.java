/**
 * Figures of the visits: shares, tables, the line of JSON, and their check against the origin's
 * access log. Nothing here touches a browser or a server. Entry: {@link
 * dev.weft.site.report.Offload}.
 */
@NullMarked
package dev.weft.site.report;

import org.jspecify.annotations.NullMarked;
