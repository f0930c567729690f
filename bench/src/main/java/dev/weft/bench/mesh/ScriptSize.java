package dev.weft.bench.mesh;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** What a client's minified script weighs, in bytes. */
record ScriptSize(int minified, int gzip, int brotli) {
  private static final int BROTLI_QUALITY = 11;

  /** The client as it is shipped. */
  static byte[] weft() throws IOException {
    try (InputStream in = ScriptSize.class.getResourceAsStream("/dev/weft/browser/weft.js")) {
      return Objects.requireNonNull(in, "weft.js").readAllBytes();
    }
  }

  static ScriptSize of(byte[] script) throws IOException {
    Brotli4jLoader.ensureAvailability();
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(script);
    }
    byte[] brotli = Encoder.compress(script, Encoder.Parameters.create(BROTLI_QUALITY));
    return new ScriptSize(script.length, gzip.size(), brotli.length);
  }
}
