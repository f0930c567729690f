package dev.weft.jvm;

/**
 * One open WebSocket as {@link WebSocketChannel} needs it; Jetty's and the JDK's each get an
 * adapter. The channel calls it on its event loop; events go back through the channel's {@code on…}
 * methods, from any thread.
 */
public interface WebSocketPort {
  /**
   * Sends one binary message; the array is the port's from now on. Runs {@code sent}, on any
   * thread, once it may take the next; the channel never sends two at once.
   */
  void send(byte[] message, Runnable sent);

  /** Allows one more piece of a message to come in. */
  void demand();

  /** Sends a close frame with the code (RFC 6455, section 7.4). */
  void close(int code);

  /** Cuts the connection without a word. */
  void abort();
}
