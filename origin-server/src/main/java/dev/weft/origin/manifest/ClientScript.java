package dev.weft.origin.manifest;

import dev.weft.core.crypto.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The page client as browser-client's artefact carries it, and what stands beside it. */
public final class ClientScript {
  /** What tells versions apart in their names. */
  private static final int NAME_BYTES = 6;

  private final byte[] bytes;
  private final byte[] worker;
  private final byte[] ask;
  private final String integrity;

  private ClientScript(byte[] bytes, byte[] worker, byte[] ask, String integrity) {
    this.bytes = bytes;
    this.worker = worker;
    this.ask = ask;
    this.integrity = integrity;
  }

  /**
   * Reads them from the class path.
   *
   * @throws IOException when one is not there
   */
  public static ClientScript load() throws IOException {
    String integrity = new String(read("weft.js.sri"), StandardCharsets.US_ASCII).strip();
    return new ClientScript(read("weft.js"), read("weft-sw.js"), read("weft-ask.js"), integrity);
  }

  private static byte[] read(String name) throws IOException {
    String resource = "/dev/weft/browser/" + name;
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

  /** The service worker's script. */
  public byte[] worker() {
    return worker;
  }

  /** The script of the banner. */
  public byte[] ask() {
    return ask;
  }

  /** The script's SRI hash, {@code sha384-…}. */
  public String integrity() {
    return integrity;
  }

  /** Where just this version of the script is, and will be for ever. */
  public String versionedPath() {
    return versioned("/weft/weft-", bytes);
  }

  /** The same of the service worker. */
  public String versionedWorkerPath() {
    return versioned("/weft/weft-sw-", worker);
  }

  private static String versioned(String name, byte[] bytes) {
    return name + HexFormat.of().formatHex(Sha256.digest(bytes), 0, NAME_BYTES) + ".js";
  }

  /** The line that a page needs, whichever version there is. */
  public static String tag() {
    return "<script src=\"" + WeftPaths.CLIENT + "\" defer></script>";
  }

  /** The line of a page that takes just this version, under the name that only it has. */
  public String pinnedTag() {
    return "<script src=\""
        + versionedPath()
        + "\" defer integrity=\""
        + integrity
        + "\"></script>";
  }
}
