package dev.weft.core.webrtc;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;

/**
 * The side that opened the signalling stream, and makes the offer (libp2p specs, webrtc/webrtc.md).
 *
 * <p>Order: channel {@code init}, offer, OFFER sent, offer set as local description, candidates
 * both ways, ANSWER set as remote description. Once connected it waits for {@code init} to open,
 * which proves the association, closes it, and ends the signalling stream when it is closed: by
 * then the far end knows that it is connected too.
 *
 * <p>js-libp2p's answerer may close {@code init} before we see it open; a closed one is therefore
 * as good as an open one.
 */
public final class SignallingDialer extends Signalling implements RtcChannel.Listener {
  /** How long {@code init} may take to close once the connection is in use. */
  static final int INIT_CLOSE_MILLIS = 2_000;

  private final RtcChannel init;
  private boolean offered;
  private boolean answered;
  private boolean initSeen;

  private SignallingDialer(EventLoop loop, RtcPeer.Factory factory, ByteChannel stream) {
    super(loop, factory, stream);
    init = peer.createDataChannel(WebRtc.INIT_LABEL);
    init.listener(this);
    begin();
  }

  /**
   * Begins on a stream of {@link WebRtc#SIGNALLING_PROTOCOL} that we opened.
   *
   * @throws MeshException when the platform gives no peer connection
   */
  public static SignallingDialer start(
      EventLoop loop, RtcPeer.Factory factory, ByteChannel stream) {
    SignallingDialer dialer = new SignallingDialer(loop, factory, stream);
    dialer.peer.createOffer().then(dialer::offer, dialer::refused);
    return dialer;
  }

  private void offer(String sdp) {
    if (step != Step.OVER) {
      offered = true;
      send(SignallingMessage.SDP_OFFER, sdp);
      peer.setLocalDescription(RtcPeer.SdpType.OFFER, sdp).then(done -> {}, this::refused);
    }
  }

  @Override
  void description(SignallingMessage message) {
    if (message.type() != SignallingMessage.SDP_ANSWER || !offered || answered) {
      throw MeshException.peer(WebRtc.FAILED_SIGNALLING, "unexpected description");
    }
    answered = true;
    describe(RtcPeer.SdpType.ANSWER, message.data()).then(done -> checking(), this::refused);
  }

  @Override
  boolean mayHaveCandidates() {
    return answered;
  }

  @Override
  void opening() {
    if (initSeen || init.isOpen()) {
      stands();
    }
  }

  private void stands() {
    init.close();
    loop.schedule(INIT_CLOSE_MILLIS, this::finish);
    succeed();
  }

  @Override
  public void open() {
    initSeen = true;
    if (step == Step.OPENING) {
      stands();
    }
  }

  @Override
  public void closed() {
    if (step == Step.OVER) {
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
