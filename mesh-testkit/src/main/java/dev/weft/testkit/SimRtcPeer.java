package dev.weft.testkit;

import dev.weft.core.io.Done;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.webrtc.RtcChannel;
import dev.weft.core.webrtc.RtcPeer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One RTCPeerConnection of {@link SimRtc}. */
final class SimRtcPeer implements RtcPeer {
  /** Candidates that it finds, a millisecond apart. */
  private static final int CANDIDATES = 2;

  /** One-way delays that ICE, DTLS and SCTP take together. */
  private static final int SETUP_DELAYS = 6;

  /** How long silence lasts until Chromium reports {@code disconnected}, and {@code failed}. */
  private static final int DISCONNECTED_MILLIS = 5_000;

  private static final int FAILED_MILLIS = 15_000;

  private static final String SDP_PREFIX = "v=0\r\no=- ";
  private static final String CANDIDATE_PREFIX = "{\"candidate\":\"";

  private final SimRtc network;
  private final SimRtc.Host host;
  private final EventLoop loop;
  private final String name;
  private final List<SimRtcChannel> channels = new ArrayList<>();
  private @Nullable Listener listener;
  private @Nullable SimRtcPeer far;
  private boolean hasLocal;
  private boolean hasCandidate;
  private String state = State.CONNECTING;

  SimRtcPeer(SimRtc network, SimRtc.Host host, String name) {
    this.network = network;
    this.host = host;
    this.loop = network.loop();
    this.name = name;
  }

  String name() {
    return name;
  }

  SimRtc.Host host() {
    return host;
  }

  EventLoop loop() {
    return loop;
  }

  boolean isConnected() {
    return state.equals(State.CONNECTED) || state.equals(State.DISCONNECTED);
  }

  @Override
  public void listener(Listener newListener) {
    listener = newListener;
  }

  @Override
  public Promise<String> createOffer() {
    return later(SDP_PREFIX + name + " offer\r\n", channels.isEmpty());
  }

  @Override
  public Promise<String> createAnswer() {
    return later(SDP_PREFIX + name + " answer\r\n", far == null);
  }

  @Override
  public Promise<Done> setLocalDescription(String type, String sdp) {
    Promise<Done> set = later(Done.DONE, !sdp.contains(name));
    set.then(
        done -> {
          hasLocal = true;
          for (int i = 1; i <= CANDIDATES; i++) {
            String candidate = CANDIDATE_PREFIX + name + "\"}";
            loop.schedule(i, () -> candidateFound(candidate));
          }
          loop.schedule(CANDIDATES + 1, () -> candidateFound(null));
          tryToConnect();
        },
        reason -> {});
    return set;
  }

  private void candidateFound(@Nullable String candidate) {
    if (!state.equals(State.CLOSED) && listener != null) {
      listener.iceCandidate(candidate);
    }
  }

  @Override
  public Promise<Done> setRemoteDescription(String type, String sdp) {
    String word = type.equals(SdpType.OFFER) ? " offer" : " answer";
    int end = sdp.indexOf(word);
    boolean valid = sdp.startsWith(SDP_PREFIX) && end > 0;
    SimRtcPeer named = valid ? network.named(sdp.substring(SDP_PREFIX.length(), end)) : null;
    if (!valid) {
      return Promise.failed(MeshException.peer("webrtc", "not a session description"));
    }
    Promise<Done> set = later(Done.DONE, false);
    set.then(
        done -> {
          far = named;
          tryToConnect();
        },
        reason -> {});
    return set;
  }

  @Override
  public void addIceCandidate(String candidateJson) {
    SimRtcPeer named = far;
    if (named != null && candidateJson.equals(CANDIDATE_PREFIX + named.name + "\"}")) {
      hasCandidate = true;
      tryToConnect();
    }
  }

  private void tryToConnect() {
    SimRtcPeer other = far;
    if (other == null || other.far != this || !isReady() || !other.isReady()) {
      return;
    }
    int setup = SETUP_DELAYS * host.delayTo(other.host);
    loop.schedule(setup, this::connected);
    // One side knows before the other, whom channels may reach before its own state event.
    loop.schedule(setup + host.delayTo(other.host) + 2, other::connected);
  }

  private boolean isReady() {
    return hasLocal
        && hasCandidate
        && state.equals(State.CONNECTING)
        && !host.isIceBlocked()
        && !host.isCutOff();
  }

  private void connected() {
    SimRtcPeer other = far;
    if (!state.equals(State.CONNECTING)
        || other == null
        || other.state.equals(State.CLOSED)
        || host.isCutOff()
        || other.host.isCutOff()) {
      return;
    }
    changeTo(State.CONNECTED);
    for (SimRtcChannel channel : List.copyOf(channels)) {
      channel.announce();
    }
  }

  private void changeTo(String newState) {
    if (!state.equals(State.CLOSED)) {
      state = newState;
      if (listener != null) {
        listener.state(newState);
      }
    }
  }

  @Override
  public RtcChannel createDataChannel(String label) {
    if (state.equals(State.CLOSED)) {
      throw MeshException.closed("peer connection closed");
    }
    SimRtcChannel channel = new SimRtcChannel(this, label);
    channels.add(channel);
    if (isConnected()) {
      loop.post(channel::announce);
    }
    return channel;
  }

  /** The far end's channel has reached us. */
  void incoming(SimRtcChannel channel) {
    channels.add(channel);
    if (listener != null) {
      listener.dataChannel(channel);
    }
  }

  void forget(SimRtcChannel channel) {
    channels.remove(channel);
  }

  @Nullable SimRtcPeer far() {
    return far;
  }

  boolean isClosed() {
    return state.equals(State.CLOSED);
  }

  @Override
  public boolean isOverTurn() {
    return host.isBehindTurn() || (far != null && far.host.isBehindTurn());
  }

  @Override
  public void close() {
    if (state.equals(State.CLOSED)) {
      return;
    }
    SimRtcPeer other = far;
    boolean told = isConnected() && other != null && !host.isCutOff();
    state = State.CLOSED;
    host.forget(this);
    channels.clear();
    if (told && other != null) {
      loop.schedule(host.delayTo(other.host), other::farEndClosed);
    }
  }

  /** DTLS says that the far end closed: channels close at once, the state follows by silence. */
  private void farEndClosed() {
    if (state.equals(State.CLOSED)) {
      return;
    }
    for (SimRtcChannel channel : List.copyOf(channels)) {
      channel.closedByFarEnd();
    }
    silent();
  }

  /** Our host was cut off: both ends fall silent. */
  void silenced() {
    SimRtcPeer other = far;
    if (other != null) {
      silent();
      other.silent();
    }
  }

  private void silent() {
    if (!isConnected()) {
      return;
    }
    loop.schedule(DISCONNECTED_MILLIS, () -> changeTo(State.DISCONNECTED));
    loop.schedule(FAILED_MILLIS, () -> changeTo(State.FAILED));
  }

  /** An effect: it answers in a later turn, and not at all once closed. */
  private <T> Promise<T> later(T answer, boolean fails) {
    Promise<T> promise = new Promise<>();
    loop.post(
        () -> {
          if (state.equals(State.CLOSED)) {
            return;
          }
          if (fails) {
            promise.fail(MeshException.local("webrtc", "wrong state or description"));
          } else {
            promise.resolve(answer);
          }
        });
    return promise;
  }
}
