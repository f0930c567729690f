package dev.weft.browser.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.events.EventListener;

/** See the WebRTC recommendation, section 4.4. */
@JSClass(transparent = true)
public abstract class RTCPeerConnection implements JSObject {
  private RTCPeerConnection() {}

  /** Whether the browser has it, and the page may use it. */
  @JSBody(script = "return !!self.RTCPeerConnection")
  public static native boolean isPresent();

  /**
   * A new connection with an RTCConfiguration; null when the browser refuses it: a server it cannot
   * parse, or too many connections in the life of the page.
   */
  @JSBody(
      params = "configuration",
      script = "try{return new RTCPeerConnection(configuration)}catch(refused){return null}")
  public static native @Nullable RTCPeerConnection create(JSObject configuration);

  /** Makes an offer. */
  public abstract JSPromise<RTCSessionDescription> createOffer();

  /** Makes an answer. */
  public abstract JSPromise<RTCSessionDescription> createAnswer();

  /** Sets our description. */
  @JSBody(
      params = {"type", "sdp"},
      script = "return this.setLocalDescription({type:type,sdp:sdp})")
  public native JSPromise<JSUndefined> setLocalDescription(String type, String sdp);

  /** Sets the far end's description. */
  @JSBody(
      params = {"type", "sdp"},
      script = "return this.setRemoteDescription({type:type,sdp:sdp})")
  public native JSPromise<JSUndefined> setRemoteDescription(String type, String sdp);

  /** Adds the candidate that a JSON text describes; one that is no candidate is ignored. */
  @JSBody(
      params = "json",
      script =
          "Promise.resolve(json).then(JSON.parse)"
              + ".then(candidate=>candidate&&this.addIceCandidate(candidate)).catch(()=>{})")
  public native void addIceCandidate(String json);

  /** Opens a channel. */
  public abstract RTCDataChannel createDataChannel(String label);

  /** Closes it for good. */
  public abstract void close();

  /** One of new, connecting, connected, disconnected, failed, closed. */
  @JSProperty
  public abstract String getConnectionState();

  /** The {@code icecandidate} event. */
  @JSProperty
  public abstract void setOnicecandidate(EventListener<RTCPeerConnectionEvent> listener);

  /** The {@code connectionstatechange} event. */
  @JSProperty
  public abstract void setOnconnectionstatechange(EventListener<Event> listener);

  /** The {@code datachannel} event. */
  @JSProperty
  public abstract void setOndatachannel(EventListener<RTCPeerConnectionEvent> listener);
}
