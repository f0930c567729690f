package dev.weft.origin.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The gzip content coding (RFC 9110, section 8.4.1.3) of what is in memory. */
public final class Gzip {
  /** What does not shrink by one such part is not worth the client's work. */
  private static final int LEAST_GAIN = 20;

  private Gzip() {}

  /** The compressed bytes, the same for the same input; null when they are hardly fewer. */
  public static byte @Nullable [] compress(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 3 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.size() < plain.length - plain.length / LEAST_GAIN ? out.toByteArray() : null;
  }
}
