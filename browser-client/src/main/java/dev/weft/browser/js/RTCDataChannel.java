package dev.weft.browser.js;

import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.events.EventListener;
import org.teavm.jso.dom.events.MessageEvent;

/** See the WebRTC recommendation, section 6.2. */
public interface RTCDataChannel extends JSObject {
  /** The label it was opened with. */
  @JSProperty
  String getLabel();

  /** One of connecting, open, closing, closed. */
  @JSProperty
  String getReadyState();

  /** Bytes queued by {@link #send}. */
  @JSProperty
  int getBufferedAmount();

  /** Sets the mark below which the low event comes. */
  @JSProperty
  void setBufferedAmountLowThreshold(int bytes);

  /** How binary messages come: {@code arraybuffer}. */
  @JSProperty
  void setBinaryType(String type);

  /** Sends one binary message. */
  void send(@JSByRef byte[] message);

  /** Starts the closing procedure. */
  void close();

  /** The {@code open} event. */
  @JSProperty
  void setOnopen(EventListener<Event> listener);

  /** The {@code message} event. */
  @JSProperty
  void setOnmessage(EventListener<MessageEvent> listener);

  /** The {@code bufferedamountlow} event. */
  @JSProperty
  void setOnbufferedamountlow(EventListener<Event> listener);

  /** The {@code close} event; it comes after an error as well. */
  @JSProperty
  void setOnclose(EventListener<Event> listener);
}
