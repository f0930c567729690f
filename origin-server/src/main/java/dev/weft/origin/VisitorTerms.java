package dev.weft.origin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What pages may do with a visitor's device and network, and what they prefer.
 *
 * @param lan whether peers in the visitor's own network are reached: {@code auto} where the browser
 *     does not ask the visitor for it, {@code on} even if it does, {@code off} never
 * @param downloadOnly whether visitors take from others and pass nothing on
 * @param uploadBytesPerSecond the most that a visitor passes on to all others together, 0 for no
 *     cap
 * @param uploadBytesPerMonth the same in a calendar month (UTC), 0 for no cap
 * @param uploads blocks that a visitor sends at once, each to another peer, 1 to 50
 * @param cachePercent what the blocks that are kept may fill of the storage that the browser grants
 *     the site, 1 to 100
 * @param prefer what counts more where both cannot be had: {@code speed}, only what is lazy waits
 *     for peers; {@code offload}, everything does; {@code balance}, what is lazy or large does
 * @param peers how many others a page dials when it joins, 1 to 10; with those who dial it ten are
 *     connected at most
 */
public record VisitorTerms(
    String lan,
    boolean downloadOnly,
    long uploadBytesPerSecond,
    long uploadBytesPerMonth,
    int uploads,
    int cachePercent,
    String prefer,
    int peers) {
  private static final List<String> LAN = List.of("auto", "on", "off");
  private static final List<String> PREFERENCES = List.of("balance", "speed", "offload");
  private static final int MAX_UPLOADS = 50;

  /** A page has no more connections than this. */
  private static final int MAX_PEERS = 10;

  /** What pages do by themselves. */
  public static final VisitorTerms DEFAULT =
      new VisitorTerms("auto", false, 0, 0, 6, 10, "balance", 5);

  /** Refuses what no page could keep to. */
  public VisitorTerms {
    if (!LAN.contains(lan)) {
      throw new IllegalArgumentException("--lan: auto, on or off, not '" + lan + "'");
    }
    if (uploadBytesPerSecond < 0 || uploadBytesPerMonth < 0) {
      throw new IllegalArgumentException("a cap of uploads is not negative");
    }
    if (uploads < 1 || uploads > MAX_UPLOADS) {
      throw new IllegalArgumentException("--uploads: 1 to " + MAX_UPLOADS + ", not " + uploads);
    }
    if (cachePercent < 1 || cachePercent > 100) {
      throw new IllegalArgumentException("--cache-percent: 1 to 100, not " + cachePercent);
    }
    if (!PREFERENCES.contains(prefer)) {
      throw new IllegalArgumentException(
          "--prefer: balance, speed or offload, not '" + prefer + "'");
    }
    if (peers < 1 || peers > MAX_PEERS) {
      throw new IllegalArgumentException("--peers: 1 to " + MAX_PEERS + ", not " + peers);
    }
  }

  /** The default, with another preference. */
  public static VisitorTerms preferring(String prefer) {
    return new VisitorTerms(
        DEFAULT.lan, false, 0, 0, DEFAULT.uploads, DEFAULT.cachePercent, prefer, DEFAULT.peers);
  }

  /** The default, with so many that a page dials. */
  public static VisitorTerms dialling(int peers) {
    return new VisitorTerms(
        DEFAULT.lan, false, 0, 0, DEFAULT.uploads, DEFAULT.cachePercent, DEFAULT.prefer, peers);
  }

  /** The default, with caps of what a visitor passes on. */
  public static VisitorTerms capped(long uploadBytesPerSecond, long uploadBytesPerMonth) {
    return new VisitorTerms(
        DEFAULT.lan,
        false,
        uploadBytesPerSecond,
        uploadBytesPerMonth,
        DEFAULT.uploads,
        DEFAULT.cachePercent,
        DEFAULT.prefer,
        DEFAULT.peers);
  }

  /** What differs from the default, as {@code config.json} has it. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    putOther(json, "lan", lan, DEFAULT.lan);
    putOther(json, "downloadOnly", downloadOnly, DEFAULT.downloadOnly);
    putOther(json, "uploadBytesPerSecond", uploadBytesPerSecond, DEFAULT.uploadBytesPerSecond);
    putOther(json, "uploadBytesPerMonth", uploadBytesPerMonth, DEFAULT.uploadBytesPerMonth);
    putOther(json, "uploads", uploads, DEFAULT.uploads);
    putOther(json, "cachePercent", cachePercent, DEFAULT.cachePercent);
    putOther(json, "prefer", prefer, DEFAULT.prefer);
    putOther(json, "peers", peers, DEFAULT.peers);
    return json;
  }

  private static void putOther(Map<String, Object> json, String name, Object value, Object usual) {
    if (!value.equals(usual)) {
      json.put(name, value);
    }
  }
}
