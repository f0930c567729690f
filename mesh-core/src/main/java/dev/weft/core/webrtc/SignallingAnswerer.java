package dev.weft.core.webrtc;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Done;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;

/**
 * The side that was asked on a signalling stream, and answers the offer (libp2p specs,
 * webrtc/webrtc.md).
 *
 * <p>Order: OFFER set as remote description, answer, ANSWER sent, answer set as local description,
 * candidates both ways. It leaves the channel {@code init} alone: js-libp2p's dialler waits for it
 * to open, and would wait for good if it were closed before.
 */
public final class SignallingAnswerer extends Signalling {
  private boolean offered;

  private SignallingAnswerer(EventLoop loop, RtcPeer.Factory factory, ByteChannel stream) {
    super(loop, factory, stream);
    begin();
  }

  /**
   * Begins on a stream of {@link WebRtc#SIGNALLING_PROTOCOL} that the far end opened.
   *
   * @throws MeshException when the platform gives no peer connection
   */
  public static SignallingAnswerer start(
      EventLoop loop, RtcPeer.Factory factory, ByteChannel stream) {
    return new SignallingAnswerer(loop, factory, stream);
  }

  @Override
  void description(SignallingMessage message) {
    if (message.type() != SignallingMessage.SDP_OFFER || offered) {
      throw MeshException.peer(WebRtc.FAILED_SIGNALLING, "unexpected description");
    }
    offered = true;
    describe(RtcPeer.SdpType.OFFER, message.data())
        .flatMap(done -> peer.createAnswer())
        .flatMap(this::answer)
        .then(done -> checking(), this::refused);
  }

  private Promise<Done> answer(String sdp) {
    if (step == Step.OVER) {
      return Promise.of(Done.DONE);
    }
    send(SignallingMessage.SDP_ANSWER, sdp);
    return peer.setLocalDescription(RtcPeer.SdpType.ANSWER, sdp);
  }

  @Override
  boolean mayHaveCandidates() {
    return offered;
  }

  @Override
  void opening() {
    succeed();
  }
}
