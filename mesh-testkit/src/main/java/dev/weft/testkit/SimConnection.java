package dev.weft.testkit;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.ProtocolHandler;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Muxer;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import org.jspecify.annotations.Nullable;

/** A connection over a muxer whose streams all speak one protocol, without negotiating it. */
public final class SimConnection implements Connection, Muxer.Listener {
  private final Muxer muxer;
  private final PeerId remote;
  private final boolean initiator;
  private final String protocol;
  private final Promise<MeshException> closed = new Promise<>();
  private @Nullable ProtocolHandler handler;

  /** An end of a connection; {@link #start} makes it live. */
  public SimConnection(Muxer muxer, PeerId remote, boolean initiator, String protocol) {
    this.muxer = muxer;
    this.remote = remote;
    this.initiator = initiator;
    this.protocol = protocol;
  }

  /** Takes incoming streams from now on. */
  public void start(ProtocolHandler newHandler) {
    handler = newHandler;
    muxer.listener(this);
  }

  @Override
  public PeerId remotePeer() {
    return remote;
  }

  @Override
  public Multiaddr remoteAddress() {
    return Multiaddr.parse("/webrtc");
  }

  @Override
  public boolean isInitiator() {
    return initiator;
  }

  @Override
  public boolean isLimited() {
    return false;
  }

  @Override
  public boolean isOverTurn() {
    return muxer.isOverTurn();
  }

  @Override
  public Stream open(String wanted) {
    return new SimStream(this, muxer.open(), wanted);
  }

  @Override
  public void close() {
    abort(MeshException.closed("closed by us"));
  }

  @Override
  public void abort(MeshException reason) {
    muxer.abort(reason);
    closed.resolve(reason);
  }

  @Override
  public Promise<MeshException> closed() {
    return closed;
  }

  @Override
  public void opened(ByteChannel stream) {
    if (handler != null) {
      handler.accept(new SimStream(this, stream, protocol));
    }
  }

  @Override
  public void closed(MeshException reason) {
    closed.resolve(reason);
  }

  private record SimStream(SimConnection connection, ByteChannel channel, String protocol)
      implements Stream {
    @Override
    public void receiver(Receiver receiver) {
      channel.receiver(receiver);
    }

    @Override
    public void pause() {
      channel.pause();
    }

    @Override
    public void resume() {
      channel.resume();
    }

    @Override
    public void write(byte[] bytes) {
      channel.write(bytes);
    }

    @Override
    public void write(byte[] head, byte[] bytes, int from, int count) {
      channel.write(head, bytes, from, count);
    }

    @Override
    public int writable() {
      return channel.writable();
    }

    @Override
    public void onWritable(Runnable task) {
      channel.onWritable(task);
    }

    @Override
    public void largeMessages() {
      channel.largeMessages();
    }

    @Override
    public void finish() {
      channel.finish();
    }

    @Override
    public void abort(MeshException reason) {
      channel.abort(reason);
    }
  }
}
