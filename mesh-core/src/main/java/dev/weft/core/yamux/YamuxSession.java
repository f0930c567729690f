package dev.weft.core.yamux;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Muxer;
import dev.weft.core.io.Same;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One yamux session over a channel.
 *
 * <p>What one connection does: every {@link Yamux#PING_INTERVAL_MILLIS} it asks whether the far end
 * is there. Streams take turns, a frame each, and only while the channel below has room; control
 * frames go at once. Frames for streams that are gone are dropped, since a reset may cross data on
 * its way. The far end's breach of the protocol ends the session with GO_AWAY; more streams than
 * the bound are reset one by one. A stream that lets too much wait is reset, not the session.
 */
public final class YamuxSession implements Muxer, ByteChannel.Receiver, YamuxReader.Listener {
  /** The protocol's id. */
  public static final String PROTOCOL = "/yamux/1.0.0";

  private static final int UNKNOWN = -1;

  private final EventLoop loop;
  private final ByteChannel channel;
  private final boolean initiator;
  private final YamuxReader reader = new YamuxReader(this);
  private final List<YamuxStream> streams = new ArrayList<>();
  private final List<YamuxStream> turn = new ArrayList<>();
  private @Nullable Listener listener;
  private @Nullable MeshException closed;
  private boolean farEndLeaving;
  private boolean sending;
  private boolean awaitingWritable;
  private int nextId;
  private int inbound;
  private int unacknowledged;
  private int heldBytes;
  private int unreadFrames;

  private int pings;
  private long pingedAt;
  private boolean pinging;
  private boolean heard;
  private long roundTripMillis = UNKNOWN;
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
    pingTimer = loop.schedule(Yamux.PING_INTERVAL_MILLIS, this::keepAlive);
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
    if (streams.size() - inbound >= Yamux.MAX_STREAMS
        || unacknowledged >= Yamux.MAX_UNACKNOWLEDGED) {
      throw MeshException.local("too-many-streams");
    }
    unacknowledged++;
    YamuxStream stream = add(nextId, Yamux.SYN);
    nextId += 2;
    return stream;
  }

  @Override
  public boolean isOverTurn() {
    return false;
  }

  @Override
  public int openStreams() {
    return streams.size();
  }

  @Override
  public void close() {
    if (closed == null) {
      send(Yamux.header(Yamux.GO_AWAY, 0, 0, Yamux.NORMAL));
      MeshException reason = MeshException.closed("closed by us");
      channel.finish();
      // A far end that does not finish as well is not waited for.
      loop.schedule(Yamux.LINGER_MILLIS, () -> channel.abort(reason));
      over(reason);
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

  // What the far end sends.

  @Override
  public void data(byte[] bytes) {
    heard = true;
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
    if (type == Yamux.PING) {
      ping(flags, length);
    } else if (type == Yamux.GO_AWAY) {
      farEndLeaving = true;
    } else {
      if ((flags & Yamux.SYN) != 0) {
        accept(streamId);
      }
      YamuxStream stream = find(streamId);
      if (stream != null) {
        if ((flags & Yamux.ACK) != 0 && isOurs(streamId) && stream.isUnacknowledged()) {
          stream.acknowledge();
          unacknowledged--;
        }
        if (type == Yamux.DATA) {
          stream.announce(length);
        } else {
          stream.widen(length);
          endings(stream, flags);
        }
      }
    }
  }

  @Override
  public void body(int streamId, byte[] bytes) {
    YamuxStream stream = find(streamId);
    if (stream != null) {
      stream.received(bytes);
      if (heldBytes > Yamux.MAX_HELD_BYTES) {
        stream.abort(MeshException.peer("yamux-flood"));
      }
    }
  }

  @Override
  public void bodyEnd(int streamId, int flags) {
    YamuxStream stream = find(streamId);
    if (stream != null) {
      endings(stream, flags);
    }
  }

  private static void endings(YamuxStream stream, int flags) {
    if ((flags & Yamux.RST) != 0) {
      stream.fail(MeshException.closed("stream reset"));
    } else if ((flags & Yamux.FIN) != 0) {
      stream.receivedFin();
    }
  }

  private void accept(int streamId) {
    if (isOurs(streamId) || find(streamId) != null) {
      throw MeshException.peer("yamux-stream-id");
    }
    Listener to = listener;
    if (inbound >= Yamux.MAX_STREAMS || to == null) {
      send(Yamux.header(Yamux.WINDOW_UPDATE, Yamux.RST, streamId, 0));
      return;
    }
    inbound++;
    to.opened(add(streamId, Yamux.ACK));
  }

  private YamuxStream add(int streamId, int openingFlag) {
    YamuxStream stream = new YamuxStream(this, streamId, openingFlag);
    streams.add(stream);
    // Its opening travels with its first bytes, or alone when there are none in this turn.
    loop.post(stream::takeTurn);
    return stream;
  }

  private @Nullable YamuxStream find(int streamId) {
    for (YamuxStream stream : streams) {
      if (stream.id() == streamId) {
        return stream;
      }
    }
    return null;
  }

  private boolean isOurs(int streamId) {
    return (streamId & 1) == (initiator ? 1 : 0);
  }

  // What the streams ask.

  void send(byte[] frame) {
    if (closed == null) {
      unreadFrames = channel.writable() > 0 ? 0 : unreadFrames + 1;
      if (unreadFrames == Yamux.MAX_UNREAD_FRAMES) {
        loop.post(() -> abort(MeshException.peer("yamux-unread")));
      }
      channel.write(frame);
    }
  }

  void post(Runnable task) {
    loop.post(task);
  }

  long nowMillis() {
    return loop.nowMillis();
  }

  int writable() {
    return closed == null ? channel.writable() : 0;
  }

  void holds(int bytes) {
    heldBytes += bytes;
  }

  void enqueue(YamuxStream stream) {
    turn.add(stream);
    sendInTurn();
  }

  private void sendInTurn() {
    if (!sending) {
      sending = true;
      while (!turn.isEmpty() && writable() > 0) {
        turn.remove(0).sendNext();
      }
      sending = false;
      if (!turn.isEmpty()) {
        awaitWritable();
      }
    }
  }

  void awaitWritable() {
    if (!awaitingWritable && closed == null) {
      awaitingWritable = true;
      channel.onWritable(this::channelWritable);
    }
  }

  private void channelWritable() {
    awaitingWritable = false;
    sendInTurn();
    for (YamuxStream stream : new ArrayList<>(streams)) {
      stream.tellWritable();
    }
  }

  void forget(YamuxStream stream) {
    Same.remove(streams, stream);
    if (!isOurs(stream.id())) {
      inbound--;
    } else if (stream.isUnacknowledged()) {
      unacknowledged--;
    }
  }

  // Whether the far end is there, and how far away.

  private void ping(int flags, int opaque) {
    if ((flags & Yamux.ACK) == 0) {
      send(Yamux.header(Yamux.PING, Yamux.ACK, 0, opaque));
    } else if (pinging && opaque == pings) {
      pinging = false;
      roundTripMillis = loop.nowMillis() - pingedAt;
    }
  }

  private void ping() {
    pinging = true;
    heard = false;
    pingedAt = loop.nowMillis();
    send(Yamux.header(Yamux.PING, Yamux.SYN, 0, ++pings));
  }

  private void keepAlive() {
    ping();
    pingTimer = loop.schedule(Yamux.PING_TIMEOUT_MILLIS, this::checkAnswer);
  }

  /** Whatever came since the ping says that the far end is there; its answer may be queued. */
  private void checkAnswer() {
    if (heard) {
      pingTimer =
          loop.schedule(Yamux.PING_INTERVAL_MILLIS - Yamux.PING_TIMEOUT_MILLIS, this::keepAlive);
    } else {
      abort(MeshException.timeout("no answer to a yamux ping"));
    }
  }

  /**
   * Whether a window that was used up in that time was too small: in four round trips, as in
   * go-yamux. Measures the round trip, where it is not known yet.
   */
  boolean isBrief(long millis) {
    if (roundTripMillis == UNKNOWN) {
      if (!pinging) {
        ping();
      }
      return false;
    }
    return millis <= 4 * Math.max(1, roundTripMillis);
  }

  private void over(MeshException reason) {
    if (closed != null) {
      return;
    }
    closed = reason;
    turn.clear();
    if (pingTimer != null) {
      pingTimer.cancel();
    }
    for (YamuxStream stream : new ArrayList<>(streams)) {
      stream.fail(reason);
    }
    if (listener != null) {
      listener.closed(reason);
    }
  }
}
