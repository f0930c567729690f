package dev.weft.core.multiformats;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private final byte[] bytes;
  private final List<Component> components = new ArrayList<>();

  /** A protocol, its value, and where these end in the address. */
  private static final class Component {
    final int code;
    final byte[] value;
    final int start;
    final int end;

    Component(int code, byte[] value, int start, int end) {
      this.code = code;
      this.value = value;
      this.start = start;
      this.end = end;
    }
  }

  private Multiaddr(byte[] bytes) {
    this.bytes = bytes;
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw malformed();
    }
    for (int at = 0; at < bytes.length; ) {
      int start = at;
      long code = Uvarint.read(bytes, at);
      if (!AddressProtocols.isKnown(code)) {
        throw malformed();
      }
      at += Uvarint.size(code);
      long size = AddressProtocols.size((int) code);
      if (size == AddressProtocols.VARIABLE) {
        size = Uvarint.read(bytes, at);
        at += Uvarint.size(size);
      }
      if (size > bytes.length - at) {
        throw malformed();
      }
      byte[] value = Arrays.copyOfRange(bytes, at, at + (int) size);
      at += value.length;
      check((int) code, value);
      components.add(new Component((int) code, value, start, at));
    }
  }

  /**
   * Reads the binary form.
   *
   * @throws MeshException code {@code bad-multiaddr} (or that of the value's own form) when it is
   *     empty, too long, or has an unknown protocol or a value that its protocol forbids
   */
  public static Multiaddr decode(byte[] bytes) {
    return new Multiaddr(bytes.clone());
  }

  /**
   * Reads the text form, {@code /name/value/name…}.
   *
   * @throws MeshException as {@link #decode}
   */
  public static Multiaddr parse(String text) {
    return decode(MultiaddrText.parse(text, MultiaddrText::anyValue));
  }

  /** Adds the address to those of a peer; one that we cannot read is none for us, but no fault. */
  public static void addReadable(List<Multiaddr> addresses, byte[] bytes) {
    try {
      addresses.add(decode(bytes));
    } catch (MeshException unknownForm) {
      return;
    }
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
    return append(component(code, Bytes.NONE));
  }

  /** This address and a peer that is found there. */
  public Multiaddr with(PeerId peer) {
    return append(component(P2P, peer.encode()));
  }

  /** Whether a component has the code. */
  public boolean has(int code) {
    return find(code) != null;
  }

  /** The value of the first component with the code, empty where it has none; else null. */
  public byte @Nullable [] value(int code) {
    Component found = find(code);
    return found == null ? null : found.value.clone();
  }

  /** The peer that the address ends at, of its last {@code /p2p}; null when it names none. */
  public @Nullable PeerId peerId() {
    PeerId last = null;
    for (Component component : components) {
      if (component.code == P2P) {
        last = PeerId.decode(component.value);
      }
    }
    return last;
  }

  /**
   * What stands before the first component with the code: of {@link #P2P_CIRCUIT} the relay. Null
   * when there is no such component, or nothing before it.
   */
  public @Nullable Multiaddr before(int code) {
    Component found = find(code);
    return found == null || found.start == 0
        ? null
        : new Multiaddr(Arrays.copyOf(bytes, found.start));
  }

  /** What stands after the first component with the code; null when there is nothing. */
  public @Nullable Multiaddr after(int code) {
    Component found = find(code);
    return found == null || found.end == bytes.length
        ? null
        : new Multiaddr(Arrays.copyOfRange(bytes, found.end, bytes.length));
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
    for (Component component : components) {
      MultiaddrText.append(text, component.code, component.value);
    }
    return text.toString();
  }

  /** One component's bytes. */
  static byte[] component(int code, byte[] value) {
    boolean variable = AddressProtocols.size(code) == AddressProtocols.VARIABLE;
    return Bytes.join(
        Uvarint.encode(code), variable ? Uvarint.encode(value.length) : Bytes.NONE, value);
  }

  static MeshException malformed() {
    return MeshException.peer("bad-multiaddr");
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
      throw malformed();
    }
    for (byte symbol : name) {
      int lower = symbol | 0x20;
      if (!((lower >= 'a' && lower <= 'z')
          || (symbol >= '0' && symbol <= '9')
          || symbol == '.'
          || symbol == '-'
          || symbol == '_')) {
        throw malformed();
      }
    }
  }

  private Multiaddr append(byte[] more) {
    return new Multiaddr(Bytes.join(bytes, more));
  }

  private @Nullable Component find(int code) {
    for (Component component : components) {
      if (component.code == code) {
        return component;
      }
    }
    return null;
  }
}
