package dev.weft.origin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What pages may do with a visitor's device and network.
 *
 * @param lan whether peers in the visitor's own network are reached: {@code auto} where the browser
 *     does not ask the visitor for it, {@code on} even if it does, {@code off} never
 * @param downloadOnly whether visitors take from others and pass nothing on
 */
public record VisitorTerms(String lan, boolean downloadOnly) {
  private static final List<String> LAN = List.of("auto", "on", "off");

  /** What pages do by themselves. */
  public static final VisitorTerms DEFAULT = new VisitorTerms("auto", false);

  /** Refuses what no page could keep to. */
  public VisitorTerms {
    if (!LAN.contains(lan)) {
      throw new IllegalArgumentException("--lan: auto, on or off, not '" + lan + "'");
    }
  }

  /** What differs from the default, as {@code config.json} has it. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!lan.equals(DEFAULT.lan)) {
      json.put("lan", lan);
    }
    if (downloadOnly) {
      json.put("downloadOnly", true);
    }
    return json;
  }
}
