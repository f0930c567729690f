package dev.weft.core.io;

/**
 * Many byte channels over one connection: a yamux session, or WebRTC data channels.
 *
 * <p>Streams are bare here: protocol negotiation is the business of {@code multistream}.
 */
public interface Muxer {
  /** Says who hears of incoming streams and of the end; called once, before anything is read. */
  void listener(Listener listener);

  /**
   * Opens a stream at once; what is written to it travels with its opening.
   *
   * @throws MeshException when the muxer is closed, or as many streams are open as its bound allows
   */
  ByteChannel open();

  /** Whether a TURN server carries it, whose operator pays for each byte. */
  boolean isOverTurn();

  /** How many streams are open, both directions together. */
  int openStreams();

  /** Ends the session in order: tells the far end, resets what is open, and closes below. */
  void close();

  /** Ends the session at once. */
  void abort(MeshException reason);

  /** Who hears of a muxer's events. */
  interface Listener {
    /** The far end opened a stream. */
    void opened(ByteChannel stream);

    /** The session is over, for whichever reason; the last call. */
    void closed(MeshException reason);
  }
}
