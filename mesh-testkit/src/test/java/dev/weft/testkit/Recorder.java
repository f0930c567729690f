package dev.weft.testkit;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Keeps what a channel delivers. */
final class Recorder implements ByteChannel.Receiver {
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private boolean ended;
  private @Nullable MeshException failure;

  static Recorder on(ByteChannel channel) {
    Recorder recorder = new Recorder();
    channel.receiver(recorder);
    return recorder;
  }

  byte[] bytes() {
    return received.toByteArray();
  }

  boolean ended() {
    return ended;
  }

  @Nullable MeshException failure() {
    return failure;
  }

  @Override
  public void data(byte[] bytes) {
    if (ended || failure != null) {
      throw new AssertionError("bytes after the end");
    }
    received.writeBytes(bytes);
  }

  @Override
  public void end() {
    if (ended || failure != null) {
      throw new AssertionError("ended twice");
    }
    ended = true;
  }

  @Override
  public void failed(MeshException reason) {
    if (ended || failure != null) {
      throw new AssertionError("ended twice");
    }
    failure = reason;
  }
}
