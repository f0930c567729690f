/** The demo's servers as child processes. Entry: {@link dev.weft.site.servers.DemoServers}. */
@NullMarked
package dev.weft.site.servers;

import org.jspecify.annotations.NullMarked;
