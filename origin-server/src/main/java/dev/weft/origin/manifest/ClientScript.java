package dev.weft.origin.manifest;

import dev.weft.core.crypto.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The page client as browser-client's artefact carries it. */
public final class ClientScript {
  private static final String RESOURCE = "/dev/weft/browser/weft.js";

  /** What tells versions apart in their names. */
  private static final int NAME_BYTES = 6;

  private final byte[] bytes;
  private final String integrity;

  private ClientScript(byte[] bytes, String integrity) {
    this.bytes = bytes;
    this.integrity = integrity;
  }

  /**
   * Reads it from the class path.
   *
   * @throws IOException when it is not there
   */
  public static ClientScript load() throws IOException {
    String integrity = new String(read(RESOURCE + ".sri"), StandardCharsets.US_ASCII).strip();
    return new ClientScript(read(RESOURCE), integrity);
  }

  private static byte[] read(String resource) throws IOException {
    try (InputStream in = ClientScript.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("the class path has no " + resource + "; build browser-client");
      }
      return in.readAllBytes();
    }
  }

  /** The script. */
  public byte[] bytes() {
    return bytes;
  }

  /** Its SRI hash, {@code sha384-…}. */
  public String integrity() {
    return integrity;
  }

  /** Where just this version is, and will be for ever. */
  public String versionedPath() {
    return "/weft/weft-" + HexFormat.of().formatHex(Sha256.digest(bytes), 0, NAME_BYTES) + ".js";
  }

  /** The line that a page needs. */
  public String tag() {
    return "<script src=\""
        + WeftPaths.CLIENT
        + "\" defer integrity=\""
        + integrity
        + "\"></script>";
  }
}
