package dev.weft.bootstrap;

/**
 * On which UDP port the node answers STUN.
 *
 * @param enabled whether it does
 * @param number 1 to 65535, or 0 for the number of the TCP port
 */
public record StunPort(boolean enabled, int number) {
  /** The number of the TCP port: one number to open in a firewall. */
  public static final StunPort AS_TCP = new StunPort(true, 0);

  /** No STUN. */
  public static final StunPort NONE = new StunPort(false, 0);

  /** Reads what {@code --stun-port} takes: a number from 1 to 65535, or {@code none}. */
  static StunPort parse(String text) {
    if (text.equals("none")) {
      return NONE;
    }
    int number = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > 65_535) {
      throw new IllegalArgumentException(
          "--stun-port must be 1 to 65535, or none, not '" + text + "'");
    }
    return new StunPort(true, number);
  }
}
