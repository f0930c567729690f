package dev.weft.core.multiformats;

import dev.weft.core.io.Bytes;
import java.util.Arrays;

/** The text form of a {@link Multiaddr} and of its values. */
final class MultiaddrText {
  /** The longest text, in characters: of an address of {@link Multiaddr#MAX_BYTES} in numbers. */
  private static final int MAX_CHARS = 4 * Multiaddr.MAX_BYTES;

  private static final String HEX = "0123456789abcdef";

  private MultiaddrText() {}

  /** Reads the text of a value. */
  interface Values {
    byte[] parse(int code, String text);
  }

  /** The binary form, which {@link Multiaddr#decode} has yet to check. */
  static byte[] parse(String text, Values values) {
    if (text.length() > MAX_CHARS) {
      throw Multiaddr.malformed();
    }
    byte[] bytes = Bytes.NONE;
    for (int at = 0; at < text.length(); ) {
      if (text.charAt(at) != '/') {
        throw Multiaddr.malformed();
      }
      int nameEnd = segmentEnd(text, at + 1);
      int code = AddressProtocols.code(text.substring(at + 1, nameEnd));
      if (code < 0) {
        throw Multiaddr.malformed();
      }
      at = nameEnd;
      byte[] value = Bytes.NONE;
      if (AddressProtocols.size(code) != 0) {
        if (at == text.length()) {
          throw Multiaddr.malformed();
        }
        int valueEnd = segmentEnd(text, at + 1);
        value = values.parse(code, text.substring(at + 1, valueEnd));
        at = valueEnd;
      }
      bytes = Bytes.join(bytes, Multiaddr.component(code, value));
    }
    return bytes;
  }

  /** Appends one component. */
  static void append(StringBuilder text, int code, byte[] value) {
    text.append('/').append(AddressProtocols.name(code));
    if (AddressProtocols.size(code) != 0) {
      text.append('/').append(value(code, value));
    }
  }

  private static String value(int code, byte[] value) {
    if (code == Multiaddr.IP6) {
      return Ip6Text.print(value);
    }
    if (code == Multiaddr.P2P) {
      return PeerId.decode(value).toString();
    }
    if (code == Multiaddr.CERTHASH) {
      return Multibase.BASE64_URL.encode(value);
    }
    if (code == Multiaddr.HTTP_PATH) {
      return percentEncode(value);
    }
    return code == Multiaddr.IP4 || AddressProtocols.isHostName(code)
        ? plainText(code, value)
        : unsigned(value);
  }

  /** An IPv4 address, or the name of a host. */
  static String plainText(int code, byte[] value) {
    String text = "";
    for (byte each : value) {
      if (code != Multiaddr.IP4) {
        text += (char) each;
      } else {
        text += (text.isEmpty() ? "" : ".") + (each & 0xff);
      }
    }
    return text;
  }

  /** A big-endian number in decimal. */
  static String unsigned(byte[] number) {
    int start = 0;
    while (start < number.length - 1 && number[start] == 0) {
      start++;
    }
    return Multibase.BASE10.encodeBare(Arrays.copyOfRange(number, start, number.length));
  }

  /** Four decimal octets. */
  static byte[] ip4(String text) {
    byte[] address = Bytes.NONE;
    int at = 0;
    for (int i = 0; i < 4; i++) {
      int end = i == 3 ? text.length() : text.indexOf('.', at);
      if (end < 0) {
        throw Multiaddr.malformed();
      }
      address = Bytes.join(address, parseUnsigned(text.substring(at, end), 1));
      at = end + 1;
    }
    return address;
  }

  /** The value of any protocol. */
  static byte[] anyValue(int code, String text) {
    if (code == Multiaddr.IP6) {
      return Ip6Text.parse(text);
    }
    if (code == Multiaddr.CERTHASH) {
      return Multibase.decode(text);
    }
    return code == Multiaddr.HTTP_PATH ? percentDecode(text) : plainValue(code, text);
  }

  /** The value of a protocol that a page may meet: an IPv4 address, a peer, a name, a number. */
  static byte[] plainValue(int code, String text) {
    if (code == Multiaddr.IP4) {
      return ip4(text);
    }
    if (code == Multiaddr.P2P) {
      return PeerId.parse(text).encode();
    }
    return AddressProtocols.isHostName(code)
        ? ascii(text)
        : parseUnsigned(text, AddressProtocols.size(code));
  }

  private static byte[] ascii(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      if (text.charAt(i) > 0x7e) {
        throw Multiaddr.malformed();
      }
      bytes[i] = (byte) text.charAt(i);
    }
    return bytes;
  }

  private static byte[] parseUnsigned(String text, int size) {
    byte[] number = Multibase.BASE10.decodeBare(text);
    boolean leadingZero = number.length > 1 && number[0] == 0;
    if (number.length == 0 || number.length > size || leadingZero) {
      throw Multiaddr.malformed();
    }
    return Bytes.join(new byte[size - number.length], number);
  }

  /** Everything but RFC 3986's unreserved. */
  private static String percentEncode(byte[] value) {
    StringBuilder text = new StringBuilder();
    for (byte symbol : value) {
      int lower = symbol | 0x20;
      if ((lower >= 'a' && lower <= 'z')
          || (symbol >= '0' && symbol <= '9')
          || symbol == '-'
          || symbol == '.'
          || symbol == '_'
          || symbol == '~') {
        text.append((char) symbol);
      } else {
        text.append('%').append(HEX.charAt((symbol >> 4) & 15)).append(HEX.charAt(symbol & 15));
      }
    }
    return text.toString();
  }

  private static byte[] percentDecode(String text) {
    byte[] value = new byte[text.length()];
    int size = 0;
    for (int i = 0; i < text.length(); i++) {
      int symbol = text.charAt(i);
      if (symbol == '%') {
        if (text.length() - i < 3) {
          throw Multiaddr.malformed();
        }
        symbol = (hexDigit(text.charAt(i + 1)) << 4) | hexDigit(text.charAt(i + 2));
        i += 2;
      } else if (symbol > 0x7e) {
        throw Multiaddr.malformed();
      }
      value[size++] = (byte) symbol;
    }
    return Arrays.copyOf(value, size);
  }

  /** The value of a hexadecimal digit of either case. */
  static int hexDigit(char symbol) {
    int digit = HEX.indexOf(symbol >= 'A' && symbol <= 'F' ? (char) (symbol | 0x20) : symbol);
    if (digit < 0) {
      throw Multiaddr.malformed();
    }
    return digit;
  }

  private static int segmentEnd(String text, int from) {
    int end = text.indexOf('/', from);
    return end < 0 ? text.length() : end;
  }
}
