/**
 * The service worker: answers GETs of shared assets with what a page's node brings, and holds
 * nothing that pages cannot tell it anew. Entry type: {@link dev.weft.browser.worker.SiteWorker}.
 *
 * <p><b>What is said.</b> A page tells the worker, by {@code postMessage}:
 *
 * <ul>
 *   <li>{@code {weft: 'paths', version: 1, paths}}: it runs, and these paths may be asked of it. A
 *       page that speaks another version is not asked, until the worker is of that version too;
 *   <li>{@code {weft: 'bye'}}: it is being left, or has stopped;
 *   <li>{@code {weft: 'off'}}: no more requests are to be answered;
 *   <li>{@code {weft: 'here'}}: nothing; it keeps the worker running.
 * </ul>
 *
 * <p>The worker tells pages {@code {weft: 'who'}} when it starts and knows nobody, {@code {weft:
 * 'known'}} when it has heard a page's paths, {@code {weft: 'again'}} when it has forgotten the
 * page for its silence, and asks one for bytes by {@code {weft: 'get', path, start, end, media,
 * gzip, at}} with a port; what was asked more than 200 ms ago, by the clock's {@code at}, it no
 * longer waits for. On that port it sends numbers: how many chunks more it takes, 0 to ask whether
 * the page lives, −1 as it wants no more. The page answers each but the last at once by 0, and
 * looks whether peers are late, which a page that is not seen does too seldom by its own timers;
 * sends {@code {size, headers}}, chunks of at most 64 KiB as typed arrays, and {@code null} as the
 * end; or {@code false} when the rest does not come from it. To who asks with {@code gzip} it may
 * send the asset's gzip variant, of that size, and says the asset's own in a header {@code
 * weft-inflated}.
 */
@NullMarked
package dev.weft.browser.worker;

import org.jspecify.annotations.NullMarked;
