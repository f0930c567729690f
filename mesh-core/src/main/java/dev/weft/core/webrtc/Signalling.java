package dev.weft.core.webrtc;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Done;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.protobuf.Delimited;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What both sides of the signalling protocol have in common: the stream, the candidates, and the
 * deadline.
 *
 * <p>Steps of either side: {@code DESCRIPTIONS} until the far end's description is set (candidates
 * that come meanwhile wait), {@code CHECKING} until the platform is connected, then {@code OPENING}
 * for what the side still waits for, then {@code OVER}. From {@code OPENING} on the stream is no
 * longer read. ICE need never report a failure (without a usable candidate it stays in {@code new}
 * for good), so all of it must be done within {@link #TIMEOUT_MILLIS}.
 *
 * <p>Failures carry the code {@link WebRtc#FAILED_SIGNALLING}, {@link WebRtc#FAILED_ICE} or {@link
 * WebRtc#FAILED_CHANNEL}; that the platform has no WebRTC, or no more of it, comes with the code of
 * {@link RtcPeer.Factory#create}.
 */
public abstract class Signalling implements RtcPeer.Listener, ByteChannel.Receiver {
  /** How long the whole of it may take; two offices behind NATs need some 1,500 ms with TURN. */
  static final int TIMEOUT_MILLIS = 10_000;

  /** Candidates taken from the far end; a host with many interfaces and TURN has some 30. */
  static final int MAX_CANDIDATES = 64;

  enum Step {
    DESCRIPTIONS,
    CHECKING,
    OPENING,
    OVER
  }

  final RtcPeer peer;
  final RtcMuxer muxer;
  final ByteChannel stream;
  Step step = Step.DESCRIPTIONS;

  final EventLoop loop;
  private final Promise<RtcMuxer> connected = new Promise<>();
  private final Promise<Done> finished = new Promise<>();
  private final Delimited messages = new Delimited(SignallingMessage.MAX_BYTES, this::message);
  private final List<String> waiting = new ArrayList<>();
  private boolean described;
  private boolean streamLost;
  private int candidates;
  private EventLoop.@Nullable Timer deadline;

  Signalling(EventLoop loop, RtcPeer.Factory factory, ByteChannel stream) {
    this.loop = loop;
    this.stream = stream;
    this.peer = factory.create();
    this.muxer = new RtcMuxer(loop, peer);
  }

  /** The streams of the direct connection; its listener is to be set at once. */
  public final Promise<RtcMuxer> connected() {
    return connected;
  }

  /**
   * Done when the signalling stream is over, well or not, so that a relayed connection which was
   * made for it alone can be closed. Never fails.
   */
  public final Promise<Done> finished() {
    return finished;
  }

  /** Begins; called once. */
  final void begin() {
    peer.listener(this);
    deadline = loop.schedule(TIMEOUT_MILLIS, this::timedOut);
    stream.receiver(this);
  }

  private void timedOut() {
    String code =
        step == Step.DESCRIPTIONS
            ? WebRtc.FAILED_SIGNALLING
            : step == Step.CHECKING ? WebRtc.FAILED_ICE : WebRtc.FAILED_CHANNEL;
    fail(MeshException.timeout(code, "no direct connection in time"));
  }

  /** Sends a message; a failure of the stream is heard of by its receiver. */
  final void send(int type, String data) {
    stream.write(new SignallingMessage(type, data).frame());
  }

  /** The far end's offer or answer came; another type than the one due is an error. */
  abstract void description(SignallingMessage message);

  /** The platform reports the connection; the stream is not read any more. */
  abstract void opening();

  /**
   * Sets the far end's description, and then adds the candidates that came before that was done.
   */
  final Promise<Done> describe(RtcPeer.SdpType type, String sdp) {
    return peer.setRemoteDescription(type, sdp)
        .map(
            done -> {
              for (String candidate : waiting) {
                peer.addIceCandidate(candidate);
              }
              waiting.clear();
              described = true;
              return done;
            });
  }

  /** Descriptions are exchanged; ICE goes on by itself. */
  final void checking() {
    if (step == Step.DESCRIPTIONS) {
      step = Step.CHECKING;
    }
  }

  /** The direct connection stands. */
  final void succeed() {
    if (step != Step.OVER) {
      over();
      connected.resolve(muxer);
      if (streamLost) {
        finish();
      }
    }
  }

  /** Gives the connection up, for a reason of the platform's or the far end's. */
  final void fail(MeshException reason) {
    if (step != Step.OVER) {
      over();
      muxer.abort(reason);
      stream.abort(reason);
      finished.resolve(Done.DONE);
      connected.fail(reason);
    }
  }

  /** Gives the connection up because the platform refused a step of signalling. */
  final void refused(MeshException reason) {
    fail(
        reason.fault() == MeshException.Fault.PEER
            ? MeshException.peer(WebRtc.FAILED_SIGNALLING, reason.getMessage())
            : MeshException.local(WebRtc.FAILED_SIGNALLING, reason.getMessage()));
  }

  private void over() {
    step = Step.OVER;
    waiting.clear();
    if (deadline != null) {
      deadline.cancel();
    }
  }

  /** Ends the signalling stream in order; for a side that has succeeded. */
  final void finish() {
    stream.finish();
    finished.resolve(Done.DONE);
  }

  private boolean isReading() {
    return step == Step.DESCRIPTIONS || step == Step.CHECKING;
  }

  @Override
  public final void data(byte[] bytes) {
    if (!isReading()) {
      return;
    }
    try {
      messages.feed(bytes);
    } catch (MeshException malformed) {
      refused(malformed);
    }
  }

  private void message(byte[] body) {
    if (!isReading()) {
      return;
    }
    SignallingMessage message = SignallingMessage.decode(body);
    if (message.type() != SignallingMessage.ICE_CANDIDATE) {
      description(message);
    } else {
      candidate(message.data());
    }
  }

  private void candidate(String json) {
    if (!mayHaveCandidates() || ++candidates > MAX_CANDIDATES) {
      throw MeshException.peer(WebRtc.FAILED_SIGNALLING, "unexpected candidate");
    }
    boolean endOfCandidates = json.isEmpty() || json.equals("null") || json.equals("\"\"");
    if (endOfCandidates) {
      return;
    }
    if (described) {
      peer.addIceCandidate(json);
    } else {
      waiting.add(json);
    }
  }

  /** Whether the far end has sent its description, which candidates must not precede. */
  abstract boolean mayHaveCandidates();

  @Override
  public final void end() {
    lost(MeshException.closed("signalling stream ended"));
  }

  @Override
  public final void failed(MeshException reason) {
    lost(reason);
  }

  /** Without the stream no description can come; candidates may have come already. */
  private void lost(MeshException reason) {
    if (step == Step.DESCRIPTIONS) {
      refused(reason);
      return;
    }
    streamLost = true;
    if (step == Step.OVER) {
      finish();
    }
  }

  @Override
  public final void iceCandidate(@Nullable String candidateJson) {
    if (candidateJson != null && isReading()) {
      send(SignallingMessage.ICE_CANDIDATE, candidateJson);
    }
  }

  @Override
  public final void state(RtcPeer.State state) {
    if (step == Step.OVER) {
      muxer.state(state);
    } else if (state == RtcPeer.State.CONNECTED) {
      if (isReading()) {
        step = Step.OPENING;
        opening();
      }
    } else if (state == RtcPeer.State.FAILED || state == RtcPeer.State.CLOSED) {
      fail(MeshException.local(WebRtc.FAILED_ICE, "no path to the peer"));
    }
  }

  @Override
  public final void dataChannel(RtcChannel channel) {
    muxer.incoming(channel);
  }
}
