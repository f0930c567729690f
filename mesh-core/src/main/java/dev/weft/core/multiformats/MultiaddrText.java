package dev.weft.core.multiformats;

import dev.weft.core.io.Bytes;
import java.util.Arrays;

/** The text form of a {@link Multiaddr} and of its values. */
final class MultiaddrText {
  /** The longest text, in characters: of an address of {@link Multiaddr#MAX_BYTES} in numbers. */
  private static final int MAX_CHARS = 4 * Multiaddr.MAX_BYTES;

  private static final String HEX = "0123456789abcdef";

  private MultiaddrText() {}

  /** The binary form, which {@link Multiaddr#decode} has yet to check. */
  static byte[] parse(String text) {
    if (text.length() > MAX_CHARS) {
      throw Multiaddr.malformed("too long");
    }
    byte[] bytes = {};
    for (int at = 0; at < text.length(); ) {
      if (text.charAt(at) != '/') {
        throw Multiaddr.malformed("no slash");
      }
      int nameEnd = segmentEnd(text, at + 1);
      int code = AddressProtocols.code(text.substring(at + 1, nameEnd));
      if (code < 0) {
        throw Multiaddr.malformed("unknown protocol");
      }
      at = nameEnd;
      byte[] value = {};
      if (AddressProtocols.size(code) != 0) {
        if (at == text.length()) {
          throw Multiaddr.malformed("value cut off");
        }
        int valueEnd = segmentEnd(text, at + 1);
        value = parseValue(code, text.substring(at + 1, valueEnd));
        at = valueEnd;
      }
      byte[] component = Multiaddr.component(code, value);
      bytes = Bytes.join(bytes, component);
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

  /** A value alone. */
  static String value(int code, byte[] value) {
    if (code == Multiaddr.IP4) {
      return ip4(value);
    }
    if (code == Multiaddr.IP6) {
      return Ip6Text.print(value);
    }
    if (code == Multiaddr.P2P) {
      return PeerId.decode(value).toString();
    }
    if (code == Multiaddr.CERTHASH) {
      return Multibase.BASE64_URL.encode(value);
    }
    if (AddressProtocols.size(code) != AddressProtocols.VARIABLE) {
      return unsigned(value);
    }
    return percentEncode(value);
  }

  private static String ip4(byte[] value) {
    return (value[0] & 0xff)
        + "."
        + (value[1] & 0xff)
        + "."
        + (value[2] & 0xff)
        + "."
        + (value[3] & 0xff);
  }

  /** A big-endian number in decimal. */
  static String unsigned(byte[] number) {
    int start = 0;
    while (start < number.length - 1 && number[start] == 0) {
      start++;
    }
    return Multibase.BASE10.encodeBare(Arrays.copyOfRange(number, start, number.length));
  }

  /** Four decimal octets, filled into the array from the offset. */
  static void parseIp4(String text, byte[] out, int offset) {
    int at = 0;
    for (int i = 0; i < 4; i++) {
      int end = i == 3 ? text.length() : text.indexOf('.', at);
      if (end < 0) {
        throw Multiaddr.malformed("ip4");
      }
      out[offset + i] = parseUnsigned(text.substring(at, end), 1)[0];
      at = end + 1;
    }
  }

  private static byte[] parseValue(int code, String text) {
    if (code == Multiaddr.IP4) {
      byte[] address = new byte[4];
      parseIp4(text, address, 0);
      return address;
    }
    if (code == Multiaddr.IP6) {
      return Ip6Text.parse(text);
    }
    if (code == Multiaddr.P2P) {
      return PeerId.parse(text).encode();
    }
    if (code == Multiaddr.CERTHASH) {
      return Multibase.decode(text);
    }
    int size = AddressProtocols.size(code);
    return size == AddressProtocols.VARIABLE ? percentDecode(text) : parseUnsigned(text, size);
  }

  private static byte[] parseUnsigned(String text, int size) {
    byte[] number = Multibase.BASE10.decodeBare(text);
    boolean leadingZero = number.length > 1 && number[0] == 0;
    if (number.length == 0 || number.length > size || leadingZero) {
      throw Multiaddr.malformed("number");
    }
    return Bytes.join(new byte[size - number.length], number);
  }

  /** Host names have nothing to encode; of a path everything but RFC 3986's unreserved. */
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
          throw Multiaddr.malformed("percent-encoding");
        }
        symbol = (hexDigit(text.charAt(i + 1)) << 4) | hexDigit(text.charAt(i + 2));
        i += 2;
      } else if (symbol > 0x7e) {
        throw Multiaddr.malformed("not ascii");
      }
      value[size++] = (byte) symbol;
    }
    return Arrays.copyOf(value, size);
  }

  /** The value of a hexadecimal digit of either case. */
  static int hexDigit(char symbol) {
    int digit = HEX.indexOf(symbol >= 'A' && symbol <= 'F' ? (char) (symbol | 0x20) : symbol);
    if (digit < 0) {
      throw Multiaddr.malformed("hex digit");
    }
    return digit;
  }

  private static int segmentEnd(String text, int from) {
    int end = text.indexOf('/', from);
    return end < 0 ? text.length() : end;
  }
}
