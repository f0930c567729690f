package dev.weft.core.connection;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.LayeredChannel;

/** A muxer's channel, with the protocol that it speaks. */
final class MuxedStream extends LayeredChannel implements Stream {
  private final String protocol;
  private final Connection connection;

  MuxedStream(ByteChannel channel, String protocol, Connection connection) {
    super(channel);
    this.protocol = protocol;
    this.connection = connection;
    channel.receiver(this);
  }

  @Override
  public void write(byte[] head, byte[] bytes, int from, int count) {
    below.write(head, bytes, from, count);
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public Connection connection() {
    return connection;
  }
}
