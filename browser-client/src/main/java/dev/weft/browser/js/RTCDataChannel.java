package dev.weft.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** See the WebRTC recommendation, section 6.2. */
@JSClass(transparent = true)
public abstract class RTCDataChannel implements JSObject {
  private RTCDataChannel() {}

  /** Who hears of its events. */
  public interface Events extends JSObject {
    /** It opened. */
    void opened();

    /** A binary message came, an {@code ArrayBuffer}. */
    void received(JSObject message);

    /** The send buffer has fallen to its mark. */
    void drained();

    /** It closed, after an error as well. */
    void ended();
  }

  /** Says who hears. Text messages, which libp2p does not use, are dropped. */
  @JSBody(
      params = "events",
      script =
          """
          this.binaryType = 'arraybuffer';
          this.onopen = () => events.opened();
          this.onmessage = event => {
            if (event.data instanceof ArrayBuffer) events.received(event.data);
          };
          this.onbufferedamountlow = () => events.drained();
          this.onclose = () => events.ended()
          """)
  public native void listen(Events events);

  /** The label it was opened with. */
  @JSProperty
  public abstract String getLabel();

  /** Whether it is open. */
  @JSBody(script = "return this.readyState=='open'")
  public native boolean isOpen();

  /** Bytes queued by {@link #send}. */
  @JSProperty
  public abstract int getBufferedAmount();

  /** Sets the mark below which {@link Events#drained} comes. */
  @JSProperty
  public abstract void setBufferedAmountLowThreshold(int bytes);

  /** Sends one binary message. */
  public abstract void send(@JSByRef byte[] message);

  /** Starts the closing procedure. */
  public abstract void close();
}
