package dev.weft.core.connection;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Muxer;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.multistream.Multistream;
import java.util.List;

/** A connection over any muxer: each stream begins with multistream-select. */
public final class MuxedConnection implements Connection {
  private final Muxer muxer;
  private final PeerId remotePeer;
  private final Multiaddr remoteAddress;
  private final boolean initiator;
  private final boolean limited;
  private final Protocols protocols;
  private final EventLoop loop;
  private final Promise<MeshException> closed = new Promise<>();

  /** Takes the muxer over, of which nothing has been read yet, and serves incoming streams. */
  public MuxedConnection(
      Muxer muxer,
      PeerId remotePeer,
      Multiaddr remoteAddress,
      boolean initiator,
      boolean limited,
      Protocols protocols,
      EventLoop loop) {
    this.muxer = muxer;
    this.remotePeer = remotePeer;
    this.remoteAddress = remoteAddress;
    this.initiator = initiator;
    this.limited = limited;
    this.protocols = protocols;
    this.loop = loop;
    muxer.listener(new Incoming());
  }

  @Override
  public PeerId remotePeer() {
    return remotePeer;
  }

  @Override
  public Multiaddr remoteAddress() {
    return remoteAddress;
  }

  @Override
  public boolean isInitiator() {
    return initiator;
  }

  @Override
  public boolean isLimited() {
    return limited;
  }

  @Override
  public boolean isOverTurn() {
    return muxer.isOverTurn();
  }

  @Override
  public Stream open(String protocol) {
    if (limited && !protocols.mayOpenOnLimited(protocol)) {
      throw MeshException.local("limited-connection", protocol);
    }
    return new MuxedStream(Multistream.propose(muxer.open(), protocol, loop), protocol, this);
  }

  @Override
  public void close() {
    muxer.close();
  }

  @Override
  public void abort(MeshException reason) {
    muxer.abort(reason);
  }

  @Override
  public Promise<MeshException> closed() {
    return closed;
  }

  /** What the far end opens. */
  private final class Incoming implements Muxer.Listener, Multistream.Responder {
    @Override
    public void opened(ByteChannel stream) {
      Multistream.answer(stream, this, loop);
    }

    @Override
    public void closed(MeshException reason) {
      closed.resolve(reason);
    }

    @Override
    public boolean speaks(String protocol) {
      return protocols.handler(protocol, limited) != null;
    }

    @Override
    public List<String> protocols() {
      return protocols.served();
    }

    @Override
    public void agreed(String protocol, ByteChannel channel) {
      ProtocolHandler handler = protocols.handler(protocol, limited);
      if (handler != null) {
        handler.accept(new MuxedStream(channel, protocol, MuxedConnection.this));
      }
    }

    /** The stream is gone, and nobody has heard of it. */
    @Override
    public void failed(MeshException reason) {}
  }
}
