package dev.weft.pipe;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * SHA-256 of a body as it passes. Leaves nothing of it on the heap: bytes go through a small array
 * that is zeroed after each use, where {@code MessageDigest} would keep one of its own.
 */
final class RunningDigest {
  private static final int STEP_BYTES = 16 * 1024;

  private final MessageDigest sha256;
  private final byte[] step = new byte[STEP_BYTES];

  RunningDigest() {
    this(sha256());
  }

  private RunningDigest(MessageDigest sha256) {
    this.sha256 = sha256;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("the JDK's SHA-256 can be copied", impossible);
    }
  }

  /** Takes what remains in the buffer. */
  void update(ByteBuffer bytes) {
    int longest = Math.min(STEP_BYTES, bytes.remaining());
    while (bytes.hasRemaining()) {
      int length = Math.min(STEP_BYTES, bytes.remaining());
      bytes.get(step, 0, length);
      sha256.update(step, 0, length);
    }
    Arrays.fill(step, 0, longest, (byte) 0);
  }

  /** The digest in lower-case hexadecimal; ends the use of this object. */
  String hex() {
    String hex = HexFormat.of().formatHex(sha256.digest());
    sha256.reset(); // digest() leaves the last bytes in its buffer
    return hex;
  }

  /** What {@link #hex} would be after these bytes, which are not taken. */
  String hexWith(ByteBuffer bytes) {
    RunningDigest further = new RunningDigest(copy(sha256));
    further.update(bytes.duplicate());
    return further.hex();
  }

  /** Forgets all. */
  void clear() {
    sha256.reset();
  }
}
