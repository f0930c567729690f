package dev.weft.core.webrtc;

/** One RTCDataChannel as a driver offers it: ordered, reliable, binary. */
public interface RtcChannel {
  /** Says who hears of events. What arrived before is delivered on setting it. */
  void listener(Listener listener);

  /** The label it was opened with. */
  String label();

  /** Whether messages can be sent. */
  boolean isOpen();

  /** Sends one message; only while open. */
  void send(byte[] message);

  /** Bytes queued and not yet handed to the network. */
  long bufferedAmount();

  /** Below which {@link #bufferedAmount} calls {@link Listener#bufferedAmountLow}. */
  void bufferedAmountLowThreshold(int bytes);

  /** Closes it after what was sent. */
  void close();

  /** Who hears of a channel's events. */
  interface Listener {
    /** Messages can be sent now. */
    void open();

    /** A message came; the array is the receiver's. */
    void message(byte[] message);

    /** What was queued has fallen to the threshold. */
    void bufferedAmountLow();

    /** It is closed, by either side or by an error; the last call. */
    void closed();
  }
}
