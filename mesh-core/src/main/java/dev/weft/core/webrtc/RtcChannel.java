package dev.weft.core.webrtc;

/** One RTCDataChannel as a driver offers it: ordered, reliable, binary. */
public interface RtcChannel {
  /**
   * Says who hears of events. Called once: right after {@link RtcPeer#createDataChannel}, or within
   * {@link RtcPeer.Listener#dataChannel}; so no event comes before. The events of a channel that
   * nobody took are dropped.
   */
  void listener(Listener listener);

  /** The label it was opened with. */
  String label();

  /** Whether messages can be sent. */
  boolean isOpen();

  /** Sends one message; dropped unless it is open. The array is the caller's again afterwards. */
  void send(byte[] message);

  /** Bytes queued and not yet handed to the network. */
  int bufferedAmount();

  /** Below which {@link #bufferedAmount} calls {@link Listener#bufferedAmountLow}. */
  void bufferedAmountLowThreshold(int bytes);

  /** Closes it after what was sent; {@link Listener#closed} follows. Without effect when closed. */
  void close();

  /** Who hears of a channel's events. */
  interface Listener {
    /** Messages can be sent now; does not come for a channel that was open when it was taken. */
    void open();

    /** A message came; the array is the receiver's. */
    void message(byte[] message);

    /** What was queued has fallen to the threshold. */
    void bufferedAmountLow();

    /** It is closed, by either side or by an error; the last call. */
    void closed();
  }
}
