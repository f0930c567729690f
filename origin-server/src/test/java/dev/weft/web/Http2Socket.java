package dev.weft.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A client of HTTP/2 that says only what a test tells it to, and answers nothing by itself. */
public final class Http2Socket implements AutoCloseable {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int WINDOW_UPDATE = 8;

  /** Of SETTINGS and PING. */
  public static final int ACK = 1;

  /** Of DATA and HEADERS. */
  public static final int END_STREAM = 1;

  /** Of HEADERS. */
  public static final int END_HEADERS = 4;

  private final Socket socket;
  private final DataInputStream in;

  /** One frame, whole. */
  public record Frame(int type, int flags, int stream, byte[] payload) {}

  /** A connection on which nothing was said yet. */
  public Http2Socket(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(20_000);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Says something of HTTP/1.1. */
  public void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** The head of a response of HTTP/1.1. */
  public String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** The first words of HTTP/2, with empty settings. */
  public void preface() throws IOException {
    write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    send(SETTINGS, 0, 0, new byte[0]);
  }

  /** A GET on stream 1, with further fields: names in small letters, each before its value. */
  public void get(String path, String... further) throws IOException {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    fields.writeBytes(new byte[] {(byte) 0x82, (byte) 0x86, 0x01, 1, 'x', 0x04});
    put(path, fields);
    for (int i = 0; i < further.length; i += 2) {
      fields.write(0);
      put(further[i], fields);
      put(further[i + 1], fields);
    }
    send(HEADERS, END_STREAM | END_HEADERS, 1, fields.toByteArray());
  }

  private static void put(String text, ByteArrayOutputStream fields) {
    fields.write(text.length());
    fields.writeBytes(text.getBytes(ISO_8859_1));
  }

  /** Lets the server send so many bytes more, on stream 1 and in all. */
  public void grant(int bytes) throws IOException {
    byte[] increment = ByteBuffer.allocate(Integer.BYTES).putInt(bytes).array();
    send(WINDOW_UPDATE, 0, 0, increment);
    send(WINDOW_UPDATE, 0, 1, increment);
  }

  /** Sends a frame. */
  public void send(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    socket.getOutputStream().write(frame.array());
  }

  /** The next frame. */
  public Frame read() throws IOException {
    byte[] payload = new byte[in.readUnsignedByte() << 16 | in.readUnsignedShort()];
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    in.readFully(payload);
    return new Frame(type, flags, stream, payload);
  }

  /** The next frame of that type and with these flags, and no others; those before it are lost. */
  public Frame read(int type, int flags) throws IOException {
    Frame next = read();
    while (next.type() != type || next.flags() != flags) {
      next = read();
    }
    return next;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
