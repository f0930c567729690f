package dev.weft.testkit.decoders;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.InboundChannel;
import dev.weft.core.io.MeshException;

/** A stream whose far end is the attacker: it reads whatever it is sent, at once. */
class HostileWire extends InboundChannel implements Stream {
  private static final int WRITABLE_BYTES = 1 << 20;

  private final Connection connection;
  private final String protocol;
  private final Transcript transcript;
  private boolean over;

  HostileWire(Connection connection, String protocol, Transcript transcript) {
    this.connection = connection;
    this.protocol = protocol;
    this.transcript = transcript;
  }

  /** The attacker sends. */
  void send(byte[] bytes) {
    arrive(bytes);
  }

  /** The attacker finishes. */
  void sendEnd() {
    arriveEnd();
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
  public void write(byte[] bytes) {
    if (!over && bytes.length > 0) {
      transcript.add(Transcript.WRITTEN, bytes);
    }
  }

  @Override
  public int writable() {
    return over ? 0 : WRITABLE_BYTES;
  }

  @Override
  public void onWritable(Runnable task) {}

  @Override
  public void finish() {
    if (!over) {
      transcript.add(Transcript.ENDED, "");
    }
  }

  @Override
  public void abort(MeshException reason) {
    if (!over) {
      over = true;
      transcript.broken(reason);
      arriveFailure(reason);
    }
  }
}
