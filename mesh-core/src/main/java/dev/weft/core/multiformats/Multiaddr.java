package dev.weft.core.multiformats;

import dev.weft.core.io.MeshException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An address as the protocols that lead to it (multiformats/multiaddr), outermost first.
 *
 * <p>Kept in the binary form: for each component a uvarint code and its value, which is of the
 * code's fixed size or stands after its length. Equality is of bytes, as signatures are over them:
 * {@code /wss} and {@code /tls/ws} mean the same (see {@link WebSocketAddress}) but are not equal.
 */
public final class Multiaddr {
  public static final int IP4 = 4;
  public static final int TCP = 6;
  public static final int IP6 = 41;
  public static final int DNS = 53;
  public static final int DNS4 = 54;
  public static final int DNS6 = 55;
  public static final int DNSADDR = 56;
  public static final int UDP = 273;
  public static final int WEBRTC_DIRECT = 280;
  public static final int WEBRTC = 281;
  public static final int P2P_CIRCUIT = 290;
  public static final int P2P = 421;
  public static final int HTTPS = 443;
  public static final int TLS = 448;
  public static final int SNI = 449;
  public static final int QUIC_V1 = 461;
  public static final int WEBTRANSPORT = 465;
  public static final int CERTHASH = 466;
  public static final int WS = 477;
  public static final int WSS = 478;
  public static final int HTTP = 480;
  public static final int HTTP_PATH = 481;
  public static final int MEMORY = 777;

  /** The longest address, in bytes: relayed WebRTC by name has about 200. */
  public static final int MAX_BYTES = 1024;

  /** The longest name of a host, in bytes (RFC 1035, section 2.3.4). */
  private static final int MAX_HOST_BYTES = 253;

  private static final byte[] NO_VALUE = {};

  private final byte[] bytes;

  private Multiaddr(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads the binary form.
   *
   * @throws MeshException code {@code bad-multiaddr} (or that of the value's own form) when it is
   *     empty, too long, or has an unknown protocol or a value that its protocol forbids
   */
  public static Multiaddr decode(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw malformed("length");
    }
    for (int at = 0; at < bytes.length; ) {
      long code = Uvarint.read(bytes, at);
      if (!AddressProtocols.isKnown(code)) {
        throw malformed("unknown protocol");
      }
      int valueAt = at + Uvarint.size(code);
      long size = AddressProtocols.size((int) code);
      if (size == AddressProtocols.VARIABLE) {
        size = Uvarint.read(bytes, valueAt);
        valueAt += Uvarint.size(size);
      }
      if (size > bytes.length - valueAt) {
        throw malformed("value cut off");
      }
      at = valueAt + (int) size;
      check((int) code, Arrays.copyOfRange(bytes, valueAt, at));
    }
    return new Multiaddr(bytes.clone());
  }

  /**
   * Reads the text form, {@code /name/value/name…}.
   *
   * @throws MeshException as {@link #decode}
   */
  public static Multiaddr parse(String text) {
    return decode(MultiaddrText.parse(text));
  }

  /** The binary form. */
  public byte[] encode() {
    return bytes.clone();
  }

  /** This address followed by another: a relay's address, then what it leads to. */
  public Multiaddr with(Multiaddr inner) {
    return append(inner.bytes);
  }

  /** This address and a protocol that has no value. */
  public Multiaddr with(int code) {
    return append(component(code, NO_VALUE));
  }

  /** This address and a peer that is found there. */
  public Multiaddr with(PeerId peer) {
    return append(component(P2P, peer.encode()));
  }

  /** Whether a component has the code. */
  public boolean has(int code) {
    return find(code, 0) >= 0;
  }

  /** The value of the first component with the code, empty where it has none; else null. */
  public byte @Nullable [] value(int code) {
    int at = find(code, 0);
    return at < 0 ? null : valueAt(at);
  }

  /** The peer that the address ends at, of its last {@code /p2p}; null when it names none. */
  public @Nullable PeerId peerId() {
    int last = -1;
    for (int at = find(P2P, 0); at >= 0; at = find(P2P, next(at))) {
      last = at;
    }
    return last < 0 ? null : PeerId.decode(valueAt(last));
  }

  /**
   * What stands before the first component with the code: of {@link #P2P_CIRCUIT} the relay. Null
   * when there is no such component, or nothing before it.
   */
  public @Nullable Multiaddr before(int code) {
    int at = find(code, 0);
    return at <= 0 ? null : new Multiaddr(Arrays.copyOf(bytes, at));
  }

  /** What stands after the first component with the code; null when there is nothing. */
  public @Nullable Multiaddr after(int code) {
    int at = find(code, 0);
    int start = at < 0 ? bytes.length : next(at);
    return start == bytes.length
        ? null
        : new Multiaddr(Arrays.copyOfRange(bytes, start, bytes.length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multiaddr that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The text form. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < bytes.length; at = next(at)) {
      MultiaddrText.append(text, (int) Uvarint.read(bytes, at), valueAt(at));
    }
    return text.toString();
  }

  /** One component's bytes. */
  static byte[] component(int code, byte[] value) {
    int prefix = Uvarint.size(code);
    boolean variable = AddressProtocols.size(code) == AddressProtocols.VARIABLE;
    byte[] out = new byte[prefix + (variable ? Uvarint.size(value.length) : 0) + value.length];
    int at = Uvarint.write(code, out, 0);
    if (variable) {
      at = Uvarint.write(value.length, out, at);
    }
    System.arraycopy(value, 0, out, at, value.length);
    return out;
  }

  static MeshException malformed(String message) {
    return MeshException.peer("bad-multiaddr", message);
  }

  private static void check(int code, byte[] value) {
    if (code == P2P) {
      PeerId.decode(value);
    } else if (code == CERTHASH) {
      Multihash.decode(value);
    } else if (AddressProtocols.isHostName(code)) {
      checkHost(value);
    }
  }

  /** Letters, digits, dots, hyphens and underscores: a text form that reads back the same. */
  private static void checkHost(byte[] name) {
    if (name.length == 0 || name.length > MAX_HOST_BYTES) {
      throw malformed("host name length");
    }
    for (byte symbol : name) {
      int lower = symbol | 0x20;
      if (!((lower >= 'a' && lower <= 'z')
          || (symbol >= '0' && symbol <= '9')
          || symbol == '.'
          || symbol == '-'
          || symbol == '_')) {
        throw malformed("host name");
      }
    }
  }

  private Multiaddr append(byte[] more) {
    byte[] joined = Arrays.copyOf(bytes, bytes.length + more.length);
    System.arraycopy(more, 0, joined, bytes.length, more.length);
    return decode(joined);
  }

  /** Where the first component with the code begins, from the offset on; -1 when there is none. */
  private int find(int code, int from) {
    for (int at = from; at < bytes.length; at = next(at)) {
      if (Uvarint.read(bytes, at) == code) {
        return at;
      }
    }
    return -1;
  }

  private int next(int componentAt) {
    return valueStart(componentAt) + valueSize(componentAt);
  }

  private byte[] valueAt(int componentAt) {
    int start = valueStart(componentAt);
    return Arrays.copyOfRange(bytes, start, start + valueSize(componentAt));
  }

  private int valueStart(int componentAt) {
    int code = (int) Uvarint.read(bytes, componentAt);
    int start = componentAt + Uvarint.size(code);
    return AddressProtocols.size(code) == AddressProtocols.VARIABLE
        ? start + Uvarint.size(Uvarint.read(bytes, start))
        : start;
  }

  private int valueSize(int componentAt) {
    int code = (int) Uvarint.read(bytes, componentAt);
    int size = AddressProtocols.size(code);
    return size == AddressProtocols.VARIABLE
        ? (int) Uvarint.read(bytes, componentAt + Uvarint.size(code))
        : size;
  }
}
