package dev.weft.core.webrtc;

import dev.weft.core.io.Done;
import dev.weft.core.io.Promise;
import org.jspecify.annotations.Nullable;

/**
 * One RTCPeerConnection as a driver offers it: the browser's own, or one of the simulator.
 *
 * <p>Session descriptions and candidates are text that passes through unread.
 */
public interface RtcPeer {
  /** Says who hears of events; called once, right after the peer was made. */
  void listener(Listener listener);

  /** The SDP of a new offer. */
  Promise<String> createOffer();

  /** The SDP of an answer to the offer that was set as the remote description. */
  Promise<String> createAnswer();

  /** Sets our own description, of a {@link SdpType}. */
  Promise<Done> setLocalDescription(String type, String sdp);

  /** Sets the far end's description; fails with fault PEER when the platform refuses it. */
  Promise<Done> setRemoteDescription(String type, String sdp);

  /** Adds a candidate of the far end, the JSON of an RTCIceCandidateInit; a bad one is ignored. */
  void addIceCandidate(String candidateJson);

  /** Opens an ordered, reliable channel; it may not be open yet. */
  RtcChannel createDataChannel(String label);

  /**
   * Whether one of the candidates in use is a relay's (RFC 8656), at either end; known from the
   * state {@code connected} on.
   */
  boolean isOverTurn();

  /** Closes it and all its channels; no event comes after. */
  void close();

  /** The two kinds of description, as {@code RTCSessionDescription.type} names them. */
  final class SdpType {
    public static final String OFFER = "offer";
    public static final String ANSWER = "answer";

    private SdpType() {}
  }

  /** {@code RTCPeerConnection.connectionState}, as far as it matters here. */
  final class State {
    public static final String CONNECTING = "connecting";
    public static final String CONNECTED = "connected";

    /** May recover by itself; see the muxer's own deadline. */
    public static final String DISCONNECTED = "disconnected";

    public static final String FAILED = "failed";
    public static final String CLOSED = "closed";

    private State() {}
  }

  /** Who hears of a peer's events. */
  interface Listener {
    /** A local candidate as JSON, or null after the last one. */
    void iceCandidate(@Nullable String candidateJson);

    /** The state changed, to one of {@link State} or to another that is of no interest. */
    void state(String state);

    /** The far end opened a channel. */
    void dataChannel(RtcChannel channel);
  }

  /** Makes peers with the site's ICE servers. */
  interface Factory {
    /**
     * A new peer; throws {@code MeshException} code {@code webrtc-unavailable} or {@code
     * webrtc-limit}.
     */
    RtcPeer create();
  }
}
