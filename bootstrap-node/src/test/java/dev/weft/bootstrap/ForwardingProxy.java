package dev.weft.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port in front of a node, which says of all who come that they come from one address. */
final class ForwardingProxy implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final int node;
  private final String header;

  ForwardingProxy(int node, String visitor) throws IOException {
    this.node = node;
    header = "X-Forwarded-For: " + visitor + "\r\n";
    start(this::listen);
  }

  int port() {
    return listening.getLocalPort();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    try {
      while (true) {
        Socket visitor = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), node);
        sockets.add(visitor);
        sockets.add(server);
        start(() -> copy(visitor, server, header));
        start(() -> copy(server, visitor, ""));
      }
    } catch (IOException closed) {
      close();
    }
  }

  /** Copies what comes, with more behind the first line. */
  private static void copy(Socket from, Socket to, String afterFirstLine) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int each = 0; !afterFirstLine.isEmpty() && each != '\n'; ) {
        each = in.read();
        out.write(each);
      }
      out.write(afterFirstLine.getBytes(StandardCharsets.US_ASCII));
      in.transferTo(out);
    } catch (IOException closed) {
      // Both ends are closed now.
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException alreadyClosed) {
      throw new IllegalStateException(alreadyClosed);
    }
  }
}
