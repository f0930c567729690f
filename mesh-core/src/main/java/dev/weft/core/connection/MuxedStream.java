package dev.weft.core.connection;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;

/** A muxer's channel, with the protocol that it speaks. */
final class MuxedStream implements Stream {
  private final ByteChannel channel;
  private final String protocol;
  private final Connection connection;

  MuxedStream(ByteChannel channel, String protocol, Connection connection) {
    this.channel = channel;
    this.protocol = protocol;
    this.connection = connection;
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public void receiver(Receiver receiver) {
    channel.receiver(receiver);
  }

  @Override
  public void pause() {
    channel.pause();
  }

  @Override
  public void resume() {
    channel.resume();
  }

  @Override
  public void write(byte[] bytes) {
    channel.write(bytes);
  }

  @Override
  public int writable() {
    return channel.writable();
  }

  @Override
  public void onWritable(Runnable task) {
    channel.onWritable(task);
  }

  @Override
  public void finish() {
    channel.finish();
  }

  @Override
  public void abort(MeshException reason) {
    channel.abort(reason);
  }
}
