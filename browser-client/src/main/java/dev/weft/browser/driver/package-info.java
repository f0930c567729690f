/**
 * What the core asks of its platform, done by a browser: clock and timers, randomness, WebCrypto,
 * WebSockets, WebRTC, {@code fetch}, and the caches.
 */
@NullMarked
package dev.weft.browser.driver;

import org.jspecify.annotations.NullMarked;
