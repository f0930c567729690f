package dev.weft.browser.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.dom.events.Event;

/** {@code RTCPeerConnectionIceEvent} and {@code RTCDataChannelEvent}. */
public interface RTCPeerConnectionEvent extends Event {
  /** The candidate of an {@code icecandidate} event; null after the last one. */
  @JSProperty
  @Nullable JSObject getCandidate();

  /** The channel of a {@code datachannel} event. */
  @JSProperty
  RTCDataChannel getChannel();
}
