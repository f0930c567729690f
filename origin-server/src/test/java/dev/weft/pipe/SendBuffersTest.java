package dev.weft.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections to this machine itself have small buffers in the system; others keep theirs. */
class SendBuffersTest {
  private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.1", 80);

  private ServerSocketChannel listening;
  private SocketChannel channel;

  @BeforeEach
  void connect() throws IOException {
    listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel = SocketChannel.open(listening.getLocalAddress());
  }

  @AfterEach
  void disconnect() throws IOException {
    channel.close();
    listening.close();
  }

  /** That channel, as Jetty has it. */
  private final class Connected extends ByteArrayEndPoint {
    private final SocketAddress remote;

    Connected(SocketAddress remote) {
      this.remote = remote;
    }

    @Override
    public Object getTransport() {
      return channel;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
      return remote;
    }
  }

  private int size() throws IOException {
    return channel.getOption(StandardSocketOptions.SO_SNDBUF);
  }

  @Test
  void areBoundedForThisMachine() throws IOException {
    SendBuffers.bound(new Connected(channel.getRemoteAddress()));
    // Linux doubles what is asked for, and says so.
    assertThat(size()).isBetween(256 * 1024, 512 * 1024);
  }

  @Test
  void areLeftToTheSystemForOthers() throws IOException {
    int before = size();
    SendBuffers.bound(new Connected(ELSEWHERE));
    assertThat(size()).isEqualTo(before);
  }

  @Test
  void ofAClosedConnectionEndIt() throws IOException {
    Connected ended = new Connected(channel.getRemoteAddress());
    channel.close();
    SendBuffers.bound(ended);
    assertThat(ended.isOpen()).isFalse();
  }
}
