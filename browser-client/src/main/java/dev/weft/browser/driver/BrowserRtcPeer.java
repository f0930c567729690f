package dev.weft.browser.driver;

import dev.weft.browser.js.RTCDataChannel;
import dev.weft.browser.js.RTCPeerConnection;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.webrtc.RtcChannel;
import dev.weft.core.webrtc.RtcPeer;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** A peer connection of the page. */
public final class BrowserRtcPeer implements RtcPeer {
  private final RTCPeerConnection connection;
  private boolean closed;

  private BrowserRtcPeer(RTCPeerConnection connection) {
    this.connection = connection;
  }

  /**
   * Makes peers that are connected as told.
   *
   * @param configuration an RTCConfiguration
   * @param localNetwork kept when peers in the visitor's own network may be reached
   */
  public static Factory factory(JSObject configuration, JSObject localNetwork) {
    return () -> {
      RTCPeerConnection connection = RTCPeerConnection.create(configuration, localNetwork);
      if (connection == null) {
        throw MeshException.local("webrtc-limit", "no more peer connections in this page");
      }
      return new BrowserRtcPeer(connection);
    };
  }

  @Override
  public void listener(Listener listener) {
    connection.listen(
        new RTCPeerConnection.Events() {
          @Override
          public void gathered(@Nullable String candidate) {
            if (!closed) {
              listener.iceCandidate(candidate);
            }
          }

          @Override
          public void moved(String state) {
            if (!closed) {
              listener.state(state);
            }
          }

          @Override
          public void offered(RTCDataChannel channel) {
            if (!closed) {
              listener.dataChannel(new BrowserRtcChannel(channel));
            }
          }
        });
  }

  @Override
  public Promise<String> createOffer() {
    return Later.of(connection.createOffer(), "webrtc", BrowserRtcPeer::sdp);
  }

  @Override
  public Promise<String> createAnswer() {
    return Later.of(connection.createAnswer(), "webrtc", BrowserRtcPeer::sdp);
  }

  @JSBody(params = "description", script = "return description.sdp")
  private static native String sdp(JSObject description);

  @Override
  public Promise<Done> setLocalDescription(String type, String sdp) {
    return Later.done(connection.setLocalDescription(type, sdp), "webrtc");
  }

  @Override
  public Promise<Done> setRemoteDescription(String type, String sdp) {
    return Later.ofPeers(
        connection.setRemoteDescription(type, sdp), "bad-sdp", nothing -> Done.DONE);
  }

  @Override
  public void addIceCandidate(String candidateJson) {
    connection.addIceCandidate(candidateJson);
  }

  @Override
  public RtcChannel createDataChannel(String label) {
    return new BrowserRtcChannel(connection.createDataChannel(label));
  }

  @Override
  public boolean isOverTurn() {
    return connection.isOverTurn();
  }

  @Override
  public void close() {
    closed = true;
    connection.close();
  }
}
