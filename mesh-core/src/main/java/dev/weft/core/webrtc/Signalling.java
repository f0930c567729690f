package dev.weft.core.webrtc;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.Done;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.protobuf.Delimited;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side of the signalling protocol (libp2p specs, webrtc/webrtc.md).
 *
 * <p>The side that opens the stream makes the offer, which need not wait for the stream. Order:
 * channel {@code init}, offer, OFFER sent, offer set as local description, candidates both ways,
 * ANSWER set as remote description. Once connected it waits for {@code init} to open, which proves
 * the association, closes it, and ends the signalling stream when it is closed: by then the far end
 * knows that it is connected too. js-libp2p's answerer may close {@code init} before we see it
 * open; a closed one is therefore as good as an open one.
 *
 * <p>The other side answers. Order: OFFER set as remote description, answer, ANSWER sent, answer
 * set as local description, candidates both ways. It leaves the channel {@code init} alone:
 * js-libp2p's dialler waits for it to open, and would wait for good if it were closed before.
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
public final class Signalling
    implements RtcPeer.Listener, RtcChannel.Listener, ByteChannel.Receiver {
  /** How long the whole of it may take; two offices behind NATs need some 1,500 ms with TURN. */
  static final int TIMEOUT_MILLIS = 10_000;

  /** How long {@code init} may take to close once the connection is in use. */
  static final int INIT_CLOSE_MILLIS = 2_000;

  /** Candidates taken from the far end; a host with many interfaces and TURN has some 30. */
  static final int MAX_CANDIDATES = 64;

  private static final int DESCRIPTIONS = 0;
  private static final int CHECKING = 1;
  private static final int OPENING = 2;
  private static final int OVER = 3;

  private final EventLoop loop;
  private final RtcPeer peer;
  private final RtcMuxer muxer;

  /** Of the side that offers. */
  private final @Nullable RtcChannel init;

  private final Promise<RtcMuxer> connected = new Promise<>();
  private final Promise<Done> finished = new Promise<>();
  private final Delimited messages = new Delimited(SignallingMessage.MAX_BYTES, this::read);
  private final List<String> waiting = new ArrayList<>();
  private @Nullable ByteChannel stream;

  /** What is to be said when there is a stream. */
  private byte[] unsent = Bytes.NONE;

  private EventLoop.@Nullable Timer deadline;
  private int step = DESCRIPTIONS;

  /** Whether the far end may send its description now. */
  private boolean descriptionDue;

  /** Whether it has, so that candidates may follow. */
  private boolean descriptionSeen;

  private boolean descriptionSet;
  private boolean initSeen;
  private boolean streamLost;
  private int candidates;

  private Signalling(EventLoop loop, RtcPeer.Factory factory, boolean offering) {
    this.loop = loop;
    peer = factory.create();
    muxer = new RtcMuxer(loop, peer);
    init = offering ? peer.createDataChannel(WebRtc.INIT_LABEL) : null;
    descriptionDue = !offering;
  }

  /**
   * Makes an offer, and gathers candidates, while the stream is yet to be opened.
   *
   * @throws MeshException when the platform gives no peer connection
   */
  public static Signalling dial(EventLoop loop, RtcPeer.Factory factory) {
    Signalling dialer = new Signalling(loop, factory, true);
    dialer.begin();
    return dialer;
  }

  /** Answers on a stream that the far end opened; otherwise as {@link #dial}. */
  public static Signalling answer(EventLoop loop, RtcPeer.Factory factory, ByteChannel stream) {
    Signalling answerer = new Signalling(loop, factory, false);
    answerer.begin();
    return answerer.on(stream);
  }

  private void begin() {
    peer.listener(this);
    if (init != null) {
      init.listener(this);
      peer.createOffer().then(this::offer, this::refused);
    }
  }

  /** Takes the stream of {@link WebRtc#SIGNALLING_PROTOCOL}: what there is to say goes out. */
  public Signalling on(ByteChannel opened) {
    stream = opened;
    deadline = loop.schedule(TIMEOUT_MILLIS, this::timedOut);
    opened.receiver(this);
    if (unsent.length > 0) {
      opened.write(unsent);
    }
    return this;
  }

  private void say(int type, String data) {
    byte[] frame = new SignallingMessage(type, data).frame();
    if (stream == null) {
      unsent = Bytes.join(unsent, frame);
    } else {
      stream.write(frame);
    }
  }

  /** The streams of the direct connection; its listener is to be set at once. */
  public Promise<RtcMuxer> connected() {
    return connected;
  }

  /**
   * Done when the signalling stream is over, well or not, so that a relayed connection which was
   * made for it alone can be closed. Never fails.
   */
  public Promise<Done> finished() {
    return finished;
  }

  private void timedOut() {
    String code =
        step == DESCRIPTIONS
            ? WebRtc.FAILED_SIGNALLING
            : step == CHECKING ? WebRtc.FAILED_ICE : WebRtc.FAILED_CHANNEL;
    fail(MeshException.timeout(code, "no direct connection in time"));
  }

  // Descriptions.

  private void offer(String sdp) {
    if (step != OVER) {
      descriptionDue = true;
      tell(SignallingMessage.SDP_OFFER, RtcPeer.SdpType.OFFER, sdp).then(done -> {}, this::refused);
    }
  }

  /** Sends our description, and sets it. A failure of the stream is heard of by its receiver. */
  private Promise<Done> tell(int messageType, String type, String sdp) {
    say(messageType, sdp);
    return peer.setLocalDescription(type, sdp);
  }

  /** The far end's offer or answer came; another type than the one due is an error. */
  private void description(SignallingMessage message) {
    int due = init == null ? SignallingMessage.SDP_OFFER : SignallingMessage.SDP_ANSWER;
    if (message.type() != due || !descriptionDue || descriptionSeen) {
      throw MeshException.peer(WebRtc.FAILED_SIGNALLING);
    }
    descriptionSeen = true;
    peer.setRemoteDescription(
            init == null ? RtcPeer.SdpType.OFFER : RtcPeer.SdpType.ANSWER, message.data())
        .flatMap(
            done -> {
              for (String candidate : waiting) {
                peer.addIceCandidate(candidate);
              }
              waiting.clear();
              descriptionSet = true;
              return init == null ? peer.createAnswer().flatMap(this::answer) : Promise.of(done);
            })
        .then(
            done -> {
              if (step == DESCRIPTIONS) {
                step = CHECKING;
              }
            },
            this::refused);
  }

  private Promise<Done> answer(String sdp) {
    return step == OVER
        ? Promise.of(Done.DONE)
        : tell(SignallingMessage.SDP_ANSWER, RtcPeer.SdpType.ANSWER, sdp);
  }

  private void candidate(String json) {
    if (!descriptionSeen || ++candidates > MAX_CANDIDATES) {
      throw MeshException.peer(WebRtc.FAILED_SIGNALLING);
    }
    boolean endOfCandidates = json.isEmpty() || json.equals("null") || json.equals("\"\"");
    if (endOfCandidates) {
      return;
    }
    if (descriptionSet) {
      peer.addIceCandidate(json);
    } else {
      waiting.add(json);
    }
  }

  // Outcomes.

  /** The platform reports the connection, and {@code init} its end. */
  private void stands() {
    if (init != null) {
      init.close();
      loop.schedule(INIT_CLOSE_MILLIS, this::finish);
    }
    over();
    connected.resolve(muxer);
    if (streamLost) {
      finish();
    }
  }

  /** Gives the connection up, for a reason of the platform's or the far end's. */
  void fail(MeshException reason) {
    if (step != OVER) {
      over();
      muxer.abort(reason);
      if (stream != null) {
        stream.abort(reason);
      }
      finished.resolve(Done.DONE);
      connected.fail(reason);
    }
  }

  /** Gives the connection up because the platform refused a step of signalling. */
  private void refused(MeshException reason) {
    fail(
        reason.fault() == MeshException.Fault.PEER
            ? MeshException.peer(WebRtc.FAILED_SIGNALLING, reason.getMessage())
            : MeshException.local(WebRtc.FAILED_SIGNALLING, reason.getMessage()));
  }

  private void over() {
    step = OVER;
    waiting.clear();
    if (deadline != null) {
      deadline.cancel();
    }
  }

  /** Ends the signalling stream in order; for a side that has succeeded. */
  private void finish() {
    if (stream != null) {
      stream.finish();
    }
    finished.resolve(Done.DONE);
  }

  private boolean isReading() {
    return step == DESCRIPTIONS || step == CHECKING;
  }

  // The stream.

  @Override
  public void data(byte[] bytes) {
    if (isReading()) {
      try {
        messages.feed(bytes);
      } catch (MeshException malformed) {
        refused(malformed);
      }
    }
  }

  private void read(byte[] body) {
    if (isReading()) {
      SignallingMessage message = SignallingMessage.decode(body);
      if (message.type() == SignallingMessage.ICE_CANDIDATE) {
        candidate(message.data());
      } else {
        description(message);
      }
    }
  }

  @Override
  public void end() {
    failed(MeshException.closed("signalling stream ended"));
  }

  /** Without the stream no description can come; candidates may have come already. */
  @Override
  public void failed(MeshException reason) {
    if (step == DESCRIPTIONS) {
      refused(reason);
      return;
    }
    streamLost = true;
    if (step == OVER) {
      finish();
    }
  }

  // The peer connection.

  @Override
  public void iceCandidate(@Nullable String candidateJson) {
    if (candidateJson != null && isReading()) {
      say(SignallingMessage.ICE_CANDIDATE, candidateJson);
    }
  }

  @Override
  public void state(String state) {
    if (step == OVER) {
      muxer.state(state);
    } else if (state.equals(RtcPeer.State.CONNECTED)) {
      if (isReading()) {
        step = OPENING;
        if (init == null || initSeen || init.isOpen()) {
          stands();
        }
      }
    } else if (state.equals(RtcPeer.State.FAILED) || state.equals(RtcPeer.State.CLOSED)) {
      fail(MeshException.local(WebRtc.FAILED_ICE, "no path to the peer"));
    }
  }

  @Override
  public void dataChannel(RtcChannel channel) {
    muxer.incoming(channel);
  }

  // The channel init.

  @Override
  public void open() {
    initSeen = true;
    if (step == OPENING) {
      stands();
    }
  }

  @Override
  public void closed() {
    if (step == OVER) {
      finish();
    } else {
      open();
    }
  }

  @Override
  public void message(byte[] message) {}

  @Override
  public void bufferedAmountLow() {}
}
