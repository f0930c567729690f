package dev.weft.browser.build;

import java.util.regex.Pattern;

/**
 * The core's UTF-8 as the browser's own: its decoder refuses what the core's does (Encoding
 * Standard, "fatal"), and its encoder replaces what the core's replaces.
 */
final class NativeText {
  /** Functions of these are gone, unless {@link #FUNCTIONS} has them. */
  static final Pattern REPLACED = Pattern.compile("dwcp_Utf8_sizeOf");

  /** As {@link NativeTypes} has those of other classes. */
  static final String FUNCTIONS =
      """
      dwcp_Utf8_encode($text) => new Int8Array(new TextEncoder().encode($text))
      dwci_Bytes_view($bytes, $from, $to) => $bytes.subarray($rt_checkRange($from, $to, $bytes), $to)
      dwcp_Utf8_decode($bytes, $at, $end) => {try {return new TextDecoder("utf8", {fatal: true, ignoreBOM: true}).decode($bytes.subarray($at, $end))} catch (e) {throw dwcp_Utf8_malformed()}}
      """;

  private NativeText() {}
}
