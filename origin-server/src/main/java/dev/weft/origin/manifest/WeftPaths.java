package dev.weft.origin.manifest;

import dev.weft.core.fetch.SiteAssets;

/** Where a site has what Weft adds to it. */
public final class WeftPaths {
  /** All but the client. */
  public static final String WELL_KNOWN = "/.well-known/weft/";

  /** The signed root of the manifest. */
  public static final String MANIFEST = WELL_KNOWN + "manifest";

  /** The settings of pages. */
  public static final String CONFIG = WELL_KNOWN + "config.json";

  /** A shard, by the text of its CID. */
  public static final String SHARDS = WELL_KNOWN + "shards/";

  /** A gzip variant, by the text of its CID. */
  public static final String GZIP = SiteAssets.GZIP_PATH;

  /** The client. */
  public static final String CLIENT = "/weft/weft.js";

  /** The banner that asks the visitor, in pages whose mode is {@code ask}. */
  public static final String ASK = "/weft/weft-ask.js";

  /** The service worker: at the top, so that its scope is the whole site whatever the server. */
  public static final String WORKER = "/weft-sw.js";

  private WeftPaths() {}
}
