package dev.weft.testkit.vectors;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import java.io.ByteArrayOutputStream;

/** Passes on what comes, keeps it, and changes one byte of it on the way. */
final class Splice implements ByteChannel.Receiver {
  private final ByteChannel to;
  private final int changedByte;
  private final int bits;
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  /** The byte at that offset of the whole is changed by an exclusive or with the bits. */
  Splice(ByteChannel to, int changedByte, int bits) {
    this.to = to;
    this.changedByte = changedByte;
    this.bits = bits;
  }

  /** All bytes that came, as they came. */
  byte[] seen() {
    return seen.toByteArray();
  }

  @Override
  public void data(byte[] bytes) {
    int at = changedByte - seen.size();
    seen.write(bytes, 0, bytes.length);
    if (at >= 0 && at < bytes.length) {
      bytes[at] ^= (byte) bits;
    }
    to.write(bytes);
  }

  @Override
  public void end() {
    to.finish();
  }

  @Override
  public void failed(MeshException reason) {
    to.abort(reason);
  }
}
