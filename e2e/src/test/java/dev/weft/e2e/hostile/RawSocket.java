package dev.weft.e2e.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A TCP connection to a node's port from another address of loopback than visitors have, on which
 * any bytes can be sent. That the far end has closed it is no failure of a send.
 */
public final class RawSocket implements AutoCloseable {
  private static final String TO = "127.0.0.1";
  private static final int ANSWER_MILLIS = 10_000;

  private final Socket socket = new Socket();
  private String answer = "";
  private boolean over;

  private RawSocket() {}

  /** Connects from an address, 127.0.0.2 or above. */
  public static RawSocket open(String from, int port) throws IOException {
    RawSocket opened = new RawSocket();
    opened.socket.bind(new InetSocketAddress(from, 0));
    opened.socket.connect(new InetSocketAddress(TO, port), ANSWER_MILLIS);
    return opened;
  }

  /** Asks for a WebSocket, with further header lines, and waits for the answer's head. */
  public RawSocket upgrade(String... headers) throws IOException {
    String request =
        "GET / HTTP/1.1\r\nHost: node\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    for (String header : headers) {
      request += header + "\r\n";
    }
    send((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.setSoTimeout(ANSWER_MILLIS);
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed within the answer's head");
      }
      head.write(next);
    }
    answer = head.toString(StandardCharsets.US_ASCII);
    return this;
  }

  /** The head of the answer to the upgrade. */
  public String answer() {
    return answer;
  }

  /**
   * Sends the head of a masked frame (RFC 6455, section 5.2).
   *
   * @param first its first byte: FIN, reserved bits, opcode
   * @param length what it says of its payload, which need not be true
   */
  public RawSocket frame(int first, long length) {
    ByteBuffer head = ByteBuffer.allocate(14).put((byte) first);
    if (length >= 0 && length < 126) {
      head.put((byte) (0x80 | length));
    } else {
      head.put((byte) 0xff).putLong(length);
    }
    byte[] bytes = new byte[head.putInt(0).position()];
    head.flip().get(bytes);
    return send(bytes);
  }

  /** Sends a binary message. */
  public RawSocket message(byte[] payload) {
    return frame(0x82, payload.length).send(payload);
  }

  /** Sends these bytes. */
  public RawSocket send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException closed) {
      over = true;
    }
    return this;
  }

  /** Whether the far end has closed it by now. */
  public boolean isOver() {
    try {
      socket.setSoTimeout(1);
      over |= socket.getInputStream().read(new byte[1000]) < 0;
    } catch (SocketTimeoutException open) {
      return over;
    } catch (IOException reset) {
      over = true;
    }
    return over;
  }

  /** Waits until the far end closes it; fails when it does not within that time. */
  public void awaitEnd(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!isOver()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still open after " + timeout);
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
