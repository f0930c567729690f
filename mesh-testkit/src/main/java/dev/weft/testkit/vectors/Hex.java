package dev.weft.testkit.vectors;

/** Bytes as lower-case hexadecimal digits, which TeaVM's class library does not write. */
public final class Hex {
  private static final String DIGITS = "0123456789abcdef";

  private Hex() {}

  /** The digits. */
  public static String of(byte[] bytes) {
    StringBuilder text = new StringBuilder(2 * bytes.length);
    for (byte each : bytes) {
      text.append(DIGITS.charAt((each >> 4) & 15)).append(DIGITS.charAt(each & 15));
    }
    return text.toString();
  }

  /** The bytes of a text, in which spaces may stand anywhere. */
  public static byte[] bytes(String text) {
    String digits = text.replace(" ", "");
    byte[] bytes = new byte[digits.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int high = DIGITS.indexOf(digits.charAt(2 * i));
      int low = DIGITS.indexOf(digits.charAt(2 * i + 1));
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("not hexadecimal: " + text);
      }
      bytes[i] = (byte) (high << 4 | low);
    }
    return bytes;
  }
}
