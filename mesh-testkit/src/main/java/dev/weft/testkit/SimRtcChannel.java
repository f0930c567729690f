package dev.weft.testkit;

import dev.weft.core.webrtc.RtcChannel;
import org.jspecify.annotations.Nullable;

/** One end of an RTCDataChannel of {@link SimRtc}. */
final class SimRtcChannel implements RtcChannel {
  /** What a browser's channel takes before it closes by itself, in bytes. */
  private static final int MAX_BUFFERED_BYTES = 16 << 20;

  private final SimRtcPeer peer;
  private final String label;
  private @Nullable Listener listener;
  private @Nullable SimRtcChannel far;
  private boolean open;
  private boolean announced;
  private boolean closing;
  private boolean closed;
  private int bufferedAmount;
  private int lowThreshold;

  SimRtcChannel(SimRtcPeer peer, String label) {
    this.peer = peer;
    this.label = label;
  }

  /** Tells the far end of the channel, and opens it here: what is sent follows the announcement. */
  void announce() {
    SimRtcPeer other = peer.far();
    if (closed || announced || other == null) {
      return;
    }
    announced = true;
    open = true;
    travel(
        1,
        () -> {
          if (!other.isClosed()) {
            SimRtcChannel end = new SimRtcChannel(other, label);
            end.announced = true;
            end.open = true;
            end.far = this;
            far = end;
            other.incoming(end);
          }
        });
    if (listener != null) {
      listener.open();
    }
  }

  @Override
  public void listener(Listener newListener) {
    listener = newListener;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public boolean isOpen() {
    return open && !closing && !closed && !peer.isClosed();
  }

  @Override
  public void send(byte[] bytes) {
    if (!isOpen()) {
      return;
    }
    byte[] message = bytes.clone();
    bufferedAmount += message.length;
    if (bufferedAmount > MAX_BUFFERED_BYTES) {
      throw new IllegalStateException("a browser would have closed this channel");
    }
    long left = peer.host().leaveMessage(message.length);
    peer.loop().schedule(left, () -> hasLeft(message));
  }

  private void hasLeft(byte[] message) {
    if (peer.isClosed()) {
      return;
    }
    boolean wasAbove = bufferedAmount > lowThreshold;
    bufferedAmount -= message.length;
    onTheWay(() -> arriveAt(message));
    if (closing && bufferedAmount == 0) {
      closeNow();
    } else if (wasAbove && bufferedAmount <= lowThreshold && listener != null && !closed) {
      listener.bufferedAmountLow();
    }
  }

  private void arriveAt(byte[] message) {
    SimRtcChannel end = far;
    if (end != null) {
      long taken = end.peer.host().arrive(message.length);
      end.peer.loop().schedule(taken, () -> end.deliver(message));
    }
  }

  private void deliver(byte[] message) {
    if (!closed && !peer.isClosed() && listener != null) {
      listener.message(message);
    }
  }

  /** A message of no weight to speak of, such as SCTP's own. */
  private void travel(int bytes, Runnable arrival) {
    peer.loop().schedule(peer.host().leave(bytes), () -> onTheWay(arrival));
  }

  private void onTheWay(Runnable arrival) {
    SimRtcPeer other = peer.far();
    if (other != null) {
      int delay = peer.host().delayTo(other.host());
      peer.loop()
          .schedule(
              delay,
              () -> {
                if (!peer.host().isCutOff() && !other.host().isCutOff()) {
                  arrival.run();
                }
              });
    }
  }

  @Override
  public int bufferedAmount() {
    return bufferedAmount;
  }

  @Override
  public void bufferedAmountLowThreshold(int bytes) {
    lowThreshold = bytes;
  }

  @Override
  public void close() {
    if (!closing && !closed && !peer.isClosed()) {
      closing = true;
      if (bufferedAmount == 0) {
        closeNow();
      }
    }
  }

  /** Both ends reset their SCTP stream: ours when the far end's answer is back. */
  private void closeNow() {
    travel(
        1,
        () -> {
          SimRtcChannel end = far;
          if (end != null) {
            end.peer.loop().schedule(end.peer.host().arrive(1), end::closedByFarEnd);
          }
        });
    peer.loop().post(this::closedByFarEnd);
  }

  /** It is over, announced by the far end or by our own closing. */
  void closedByFarEnd() {
    if (!closed && !peer.isClosed()) {
      closed = true;
      peer.forget(this);
      if (listener != null) {
        listener.closed();
      }
    }
  }
}
