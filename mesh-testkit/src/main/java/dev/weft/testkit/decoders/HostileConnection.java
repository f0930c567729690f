package dev.weft.testkit.decoders;

import dev.weft.core.connection.Connection;
import dev.weft.core.crypto.PublicKey;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.testkit.vectors.StandInCrypto;

/** A connection whose far end is the attacker, and what comes of its streams. */
final class HostileConnection implements Connection {
  /** The attacker's key. */
  static final StandInCrypto ATTACKER = StandInCrypto.atOnce(66);

  static final PublicKey KEY = PublicKey.ofEd25519(ATTACKER.publicKey());
  static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/192.0.2.1/tcp/80/ws");

  final Transcript transcript = new Transcript();
  private final Promise<MeshException> closed = new Promise<>();
  private HostileWire latest = stream("");

  /** A stream of that protocol, opened by whichever side. */
  HostileWire stream(String protocol) {
    return new HostileWire(this, protocol, transcript);
  }

  /** The stream that was opened to the attacker last. */
  HostileWire latest() {
    return latest;
  }

  @Override
  public PeerId remotePeer() {
    return KEY.peerId();
  }

  @Override
  public Multiaddr remoteAddress() {
    return ADDRESS;
  }

  @Override
  public boolean isInitiator() {
    return false;
  }

  @Override
  public boolean isLimited() {
    return false;
  }

  @Override
  public boolean isOverTurn() {
    return false;
  }

  @Override
  public HostileWire open(String protocol) {
    latest = stream(protocol);
    return latest;
  }

  @Override
  public void close() {
    abort(MeshException.closed("closed"));
  }

  @Override
  public void abort(MeshException reason) {
    transcript.broken(reason);
    closed.resolve(reason);
  }

  @Override
  public Promise<MeshException> closed() {
    return closed;
  }
}
