package dev.weft.core.webrtc;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import java.io.ByteArrayOutputStream;

/** A receiver that keeps what it gets. */
final class Recorder implements ByteChannel.Receiver {
  final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  boolean ended;
  MeshException failure;

  @Override
  public void data(byte[] data) {
    bytes.writeBytes(data);
  }

  @Override
  public void end() {
    ended = true;
  }

  @Override
  public void failed(MeshException reason) {
    failure = reason;
  }
}
