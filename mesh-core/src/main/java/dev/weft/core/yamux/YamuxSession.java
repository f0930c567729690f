package dev.weft.core.yamux;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Muxer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One yamux session over a channel.
 *
 * <p>What one connection does: every {@link Yamux#PING_INTERVAL_MILLIS} it asks whether the far end
 * is there. Frames for streams that are gone are dropped, since a reset may cross data on its way.
 * The far end's breach of the protocol ends the session with GO_AWAY; more streams than the bound
 * are reset one by one. A stream that lets too much wait is reset, not the session.
 */
public final class YamuxSession implements Muxer, ByteChannel.Receiver, YamuxReader.Listener {
  /** The protocol's id. */
  public static final String PROTOCOL = "/yamux/1.0.0";

  private final EventLoop loop;
  private final ByteChannel channel;
  private final boolean initiator;
  private final YamuxReader reader = new YamuxReader(this);
  private final Map<Integer, YamuxStream> streams = new HashMap<>();
  private @Nullable Listener listener;
  private @Nullable MeshException closed;
  private boolean farEndLeaving;
  private boolean awaitingWritable;
  private int nextId;
  private int inbound;
  private int pings;
  private int answered;
  private EventLoop.@Nullable Timer pingTimer;

  /**
   * Prepares a session; it starts with {@link #listener}.
   *
   * @param initiator whether we dialled the channel
   */
  public YamuxSession(EventLoop loop, ByteChannel channel, boolean initiator) {
    this.loop = loop;
    this.channel = channel;
    this.initiator = initiator;
    nextId = initiator ? 1 : 2;
  }

  @Override
  public void listener(Listener newListener) {
    listener = newListener;
    pingTimer = loop.schedule(Yamux.PING_INTERVAL_MILLIS, this::ping);
    channel.receiver(this);
  }

  @Override
  public ByteChannel open() {
    if (closed != null) {
      throw closed;
    }
    if (farEndLeaving || nextId < 0) {
      throw MeshException.closed("the far end takes no more streams");
    }
    if (streams.size() - inbound >= Yamux.MAX_OUTBOUND_STREAMS) {
      throw MeshException.local("too-many-streams", "too many streams on one connection");
    }
    YamuxStream stream = new YamuxStream(this, nextId, Yamux.SYN);
    nextId += 2;
    streams.put(stream.id(), stream);
    return stream;
  }

  @Override
  public int openStreams() {
    return streams.size();
  }

  @Override
  public void close() {
    if (closed == null) {
      send(Yamux.header(Yamux.GO_AWAY, 0, 0, Yamux.NORMAL));
      channel.finish();
      over(MeshException.closed("closed by us"));
    }
  }

  @Override
  public void abort(MeshException reason) {
    if (closed == null) {
      if (reason.fault() == MeshException.Fault.PEER) {
        send(Yamux.header(Yamux.GO_AWAY, 0, 0, Yamux.PROTOCOL_ERROR));
      }
      channel.abort(reason);
      over(reason);
    }
  }

  @Override
  public void data(byte[] bytes) {
    if (closed == null) {
      try {
        reader.feed(bytes);
      } catch (MeshException violation) {
        abort(violation);
      }
    }
  }

  @Override
  public void end() {
    channel.finish();
    over(MeshException.closed("closed by the far end"));
  }

  @Override
  public void failed(MeshException reason) {
    over(reason);
  }

  @Override
  public void frame(int type, int flags, int streamId, int length) {
    if (closed != null) {
      return;
    }
    switch (type) {
      case Yamux.PING -> ping(flags, length);
      case Yamux.GO_AWAY -> farEndLeaving = true;
      default -> {
        if ((flags & Yamux.SYN) != 0) {
          accept(streamId);
        }
        YamuxStream stream = streams.get(streamId);
        if (stream != null && type == Yamux.DATA) {
          stream.announce(length);
        } else if (stream != null) {
          stream.widen(length);
          endings(stream, flags);
        }
      }
    }
  }

  @Override
  public void body(int streamId, byte[] bytes) {
    YamuxStream stream = streams.get(streamId);
    if (stream != null) {
      stream.received(bytes);
      if (stream.held() > 0 && heldBytes() > Yamux.MAX_HELD_BYTES) {
        stream.abort(MeshException.peer("yamux-flood", "too many bytes for paused streams"));
      }
    }
  }

  @Override
  public void bodyEnd(int streamId, int flags) {
    YamuxStream stream = streams.get(streamId);
    if (stream != null) {
      endings(stream, flags);
    }
  }

  private int heldBytes() {
    int held = 0;
    for (YamuxStream stream : streams.values()) {
      held += stream.held();
    }
    return held;
  }

  private static void endings(YamuxStream stream, int flags) {
    if ((flags & Yamux.RST) != 0) {
      stream.fail(MeshException.closed("stream reset"));
    } else if ((flags & Yamux.FIN) != 0) {
      stream.receivedFin();
    }
  }

  private void accept(int streamId) {
    boolean ours = (streamId & 1) == (initiator ? 1 : 0);
    if (ours || streams.containsKey(streamId)) {
      throw MeshException.peer("yamux-stream-id", "stream id of a new stream");
    }
    Listener heard = listener;
    if (inbound >= Yamux.MAX_INBOUND_STREAMS || heard == null) {
      send(Yamux.header(Yamux.WINDOW_UPDATE, Yamux.RST, streamId, 0));
      return;
    }
    YamuxStream stream = new YamuxStream(this, streamId, Yamux.ACK);
    streams.put(streamId, stream);
    inbound++;
    heard.opened(stream);
    loop.post(stream::acknowledge);
  }

  private void ping(int flags, int opaque) {
    if ((flags & Yamux.ACK) != 0) {
      answered = opaque;
    } else if (channel.writable() > 0) {
      // A far end that does not read gets no answers queued for it.
      send(Yamux.header(Yamux.PING, Yamux.ACK, 0, opaque));
    }
  }

  private void ping() {
    pings++;
    send(Yamux.header(Yamux.PING, Yamux.SYN, 0, pings));
    pingTimer = loop.schedule(Yamux.PING_TIMEOUT_MILLIS, this::checkAnswer);
  }

  private void checkAnswer() {
    if (answered == pings) {
      pingTimer = loop.schedule(Yamux.PING_INTERVAL_MILLIS - Yamux.PING_TIMEOUT_MILLIS, this::ping);
    } else {
      abort(MeshException.timeout("no answer to a yamux ping"));
    }
  }

  void send(byte[] frame) {
    channel.write(frame);
  }

  void post(Runnable task) {
    loop.post(task);
  }

  int writable() {
    return channel.writable();
  }

  void awaitWritable() {
    if (!awaitingWritable && closed == null) {
      awaitingWritable = true;
      channel.onWritable(
          () -> {
            awaitingWritable = false;
            for (YamuxStream stream : new ArrayList<>(streams.values())) {
              stream.tellWritable();
            }
          });
    }
  }

  void forget(YamuxStream stream) {
    if (streams.remove(stream.id()) != null && (stream.id() & 1) == (initiator ? 0 : 1)) {
      inbound--;
    }
  }

  private void over(MeshException reason) {
    if (closed != null) {
      return;
    }
    closed = reason;
    if (pingTimer != null) {
      pingTimer.cancel();
    }
    for (YamuxStream stream : new ArrayList<>(streams.values())) {
      stream.fail(reason);
    }
    if (listener != null) {
      listener.closed(reason);
    }
  }
}
