package dev.weft.e2e.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of loopback for servers that have to be told theirs before they are started. */
public final class FreePort {
  /**
   * Below those that the kernel gives away itself (Linux: from 32,768): else a connection of the
   * browser's may take the port before its server does.
   */
  private static final int FIRST = 20_000;

  private static final int COUNT = 12_000;

  private FreePort() {}

  /** One at which nobody listens. */
  public static int choose() throws IOException {
    int start = ThreadLocalRandom.current().nextInt(COUNT);
    for (int i = 0; i < COUNT; i++) {
      int port = FIRST + (start + i) % COUNT;
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("no port is free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
