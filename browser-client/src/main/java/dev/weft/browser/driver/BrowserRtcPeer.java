package dev.weft.browser.driver;

import dev.weft.browser.js.RTCPeerConnection;
import dev.weft.browser.js.RTCSessionDescription;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.webrtc.RtcChannel;
import dev.weft.core.webrtc.RtcPeer;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;
import org.teavm.jso.json.JSON;

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
   */
  public static Factory factory(JSObject configuration) {
    return () -> {
      if (!RTCPeerConnection.isPresent()) {
        throw MeshException.local("webrtc-unavailable", "no RTCPeerConnection");
      }
      RTCPeerConnection connection = RTCPeerConnection.create(configuration);
      if (connection == null) {
        throw MeshException.local("webrtc-limit", "too many peer connections in this page");
      }
      return new BrowserRtcPeer(connection);
    };
  }

  @Override
  public void listener(Listener listener) {
    connection.setOnicecandidate(
        event -> {
          JSObject candidate = event.getCandidate();
          if (!closed) {
            listener.iceCandidate(candidate == null ? null : JSON.stringify(candidate));
          }
        });
    connection.setOnconnectionstatechange(
        event -> {
          if (!closed) {
            listener.state(connection.getConnectionState());
          }
        });
    connection.setOndatachannel(
        event -> {
          RtcChannel channel = new BrowserRtcChannel(event.getChannel());
          if (!closed) {
            listener.dataChannel(channel);
          }
        });
  }

  @Override
  public Promise<String> createOffer() {
    return Later.of(connection.createOffer(), "webrtc", RTCSessionDescription::getSdp);
  }

  @Override
  public Promise<String> createAnswer() {
    return Later.of(connection.createAnswer(), "webrtc", RTCSessionDescription::getSdp);
  }

  @Override
  public Promise<Done> setLocalDescription(String type, String sdp) {
    return done(connection.setLocalDescription(type, sdp));
  }

  @Override
  public Promise<Done> setRemoteDescription(String type, String sdp) {
    Promise<Done> set = new Promise<>();
    done(connection.setRemoteDescription(type, sdp))
        .then(
            set::resolve, refused -> set.fail(MeshException.peer("bad-sdp", refused.getMessage())));
    return set;
  }

  private static Promise<Done> done(JSPromise<JSUndefined> promise) {
    return Later.of(promise, "webrtc", nothing -> Done.DONE);
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
  public void close() {
    closed = true;
    connection.close();
  }
}
