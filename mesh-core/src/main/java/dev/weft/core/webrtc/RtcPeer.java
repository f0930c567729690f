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

  /** Sets our own description. */
  Promise<Done> setLocalDescription(SdpType type, String sdp);

  /** Sets the far end's description; fails with fault PEER when the platform refuses it. */
  Promise<Done> setRemoteDescription(SdpType type, String sdp);

  /** Adds a candidate of the far end, the JSON of an RTCIceCandidateInit; a bad one is ignored. */
  void addIceCandidate(String candidateJson);

  /** Opens an ordered, reliable channel; it may not be open yet. */
  RtcChannel createDataChannel(String label);

  /** Closes it and all its channels; no event comes after. */
  void close();

  /** The two kinds of description. */
  enum SdpType {
    OFFER,
    ANSWER
  }

  /** {@code RTCPeerConnection.connectionState}, as far as it matters here. */
  enum State {
    CONNECTING,
    CONNECTED,
    /** May recover by itself; see the muxer's own deadline. */
    DISCONNECTED,
    FAILED,
    CLOSED
  }

  /** Who hears of a peer's events. */
  interface Listener {
    /** A local candidate as JSON, or null after the last one. */
    void iceCandidate(@Nullable String candidateJson);

    /** The state changed. */
    void state(State state);

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
