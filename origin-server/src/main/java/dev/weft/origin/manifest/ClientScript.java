package dev.weft.origin.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The page client as browser-client's artefact carries it. */
public final class ClientScript {
  /** Where pages load it from. */
  public static final String PATH = "/weft/weft.js";

  private static final String RESOURCE = "/dev/weft/browser/weft.js";

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
  byte[] bytes() {
    return bytes;
  }

  /** Its SRI hash, {@code sha384-…}. */
  public String integrity() {
    return integrity;
  }

  /** The line that a page needs. */
  public String tag() {
    return "<script src=\"" + PATH + "\" defer integrity=\"" + integrity + "\"></script>";
  }
}
