package dev.weft.testkit;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Keeps what a channel delivers, and insists on the contract's order. */
public class Recorder implements ByteChannel.Receiver {
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private boolean ended;
  private @Nullable MeshException failure;

  /** A recorder that is the channel's receiver from now on. */
  public static Recorder on(ByteChannel channel) {
    Recorder recorder = new Recorder();
    channel.receiver(recorder);
    return recorder;
  }

  /** All bytes so far. */
  public byte[] bytes() {
    return received.toByteArray();
  }

  /** How many bytes came so far. */
  public int size() {
    return received.size();
  }

  /** Whether the far end has finished. */
  public boolean ended() {
    return ended;
  }

  /** What the channel failed with, or null. */
  public @Nullable MeshException failure() {
    return failure;
  }

  @Override
  public void data(byte[] bytes) {
    expectOpen();
    received.write(bytes, 0, bytes.length);
  }

  @Override
  public void end() {
    expectOpen();
    ended = true;
  }

  @Override
  public void failed(MeshException reason) {
    expectOpen();
    failure = reason;
  }

  private void expectOpen() {
    if (ended || failure != null) {
      throw new AssertionError("something after the end");
    }
  }
}
