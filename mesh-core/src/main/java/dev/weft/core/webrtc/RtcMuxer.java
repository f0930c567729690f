package dev.weft.core.webrtc;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Muxer;
import dev.weft.core.io.Same;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one RTCPeerConnection, a data channel each (libp2p specs, webrtc/README.md,
 * "Multiplexing").
 *
 * <p>It exists from the first signalling message on, since the far end may be connected, and open
 * streams, before this side is: those are kept until there is a listener.
 *
 * <p>Ends when the platform says that the connection failed or was closed; when it was disconnected
 * for {@link #DISCONNECTED_MILLIS}; and when a stream's channel closes with neither FIN nor RESET,
 * which is how a far end looks that has closed its RTCPeerConnection: Chromium closes the channels
 * at once and reports the state only seconds later; and when the far end opens too many streams, or
 * breaks protocols on one after the other.
 */
public final class RtcMuxer implements Muxer {
  /**
   * Streams open at once, both directions together: far beyond what our protocols need. The far end
   * that opens one more is cut off, as each costs the page a channel even if it is refused.
   */
  public static final int MAX_STREAMS = 256;

  /** Streams that we may have had to reset for the far end's fault before it is cut off. */
  static final int MAX_FAULTS = 16;

  /** Streams kept while there is no listener, as many as js-libp2p keeps. */
  static final int MAX_EARLY_STREAMS = 10;

  /**
   * How long a connection may be {@code disconnected} before it counts as dead. Browsers report
   * that after some 5 s of silence and {@code failed} after 15 to 30.
   */
  public static final int DISCONNECTED_MILLIS = 5_000;

  private final EventLoop loop;
  private final RtcPeer peer;
  private final List<RtcStream> streams = new ArrayList<>();
  private @Nullable Listener listener;
  private @Nullable MeshException over;
  private EventLoop.@Nullable Timer disconnected;
  private int faults;

  RtcMuxer(EventLoop loop, RtcPeer peer) {
    this.loop = loop;
    this.peer = peer;
  }

  @Override
  public void listener(Listener newListener) {
    listener = newListener;
    for (RtcStream stream : new ArrayList<>(streams)) {
      newListener.opened(stream);
    }
    MeshException reason = over;
    if (reason != null) {
      newListener.closed(reason);
    }
  }

  @Override
  public ByteChannel open() {
    if (over != null) {
      throw MeshException.closed("connection closed");
    }
    if (streams.size() >= MAX_STREAMS) {
      throw MeshException.local("too-many-streams");
    }
    return add(peer.createDataChannel(WebRtc.STREAM_LABEL));
  }

  private RtcStream add(RtcChannel channel) {
    RtcStream stream = new RtcStream(this, loop, channel);
    streams.add(stream);
    return stream;
  }

  @Override
  public boolean isOverTurn() {
    return peer.isOverTurn();
  }

  @Override
  public int openStreams() {
    return streams.size();
  }

  @Override
  public void close() {
    abort(MeshException.closed("closed by us"));
  }

  /** Ends it without RESETs: channels that close unannounced tell the far end that all is over. */
  @Override
  public void abort(MeshException reason) {
    end(reason);
  }

  /** The far end opened a channel; its label {@code init} says that it is none of ours. */
  void incoming(RtcChannel channel) {
    if (over != null || channel.label().equals(WebRtc.INIT_LABEL)) {
      return;
    }
    if (listener == null && streams.size() >= MAX_EARLY_STREAMS) {
      add(channel).abort(MeshException.peer("too-many-streams"));
    } else if (streams.size() >= MAX_STREAMS) {
      end(MeshException.peer("too-many-streams"));
    } else {
      RtcStream stream = add(channel);
      if (listener != null) {
        listener.opened(stream);
      }
    }
  }

  /** The platform's view of the connection changed. */
  void state(String state) {
    if (over != null) {
      return;
    }
    if (disconnected != null) {
      disconnected.cancel();
      disconnected = null;
    }
    if (state.equals(RtcPeer.State.DISCONNECTED)) {
      disconnected = loop.schedule(DISCONNECTED_MILLIS, this::lost);
    } else if (state.equals(RtcPeer.State.FAILED)) {
      lost();
    } else if (state.equals(RtcPeer.State.CLOSED)) {
      end(MeshException.closed("connection closed"));
    }
  }

  private void lost() {
    end(MeshException.timeout("rtc-lost", "the peer is out of reach"));
  }

  /** A stream's channel closed unannounced. */
  void channelLost() {
    end(MeshException.closed("the far end closed the connection"));
  }

  /** We have reset a stream: who gives reason for it again and again is cut off. */
  void reset(MeshException reason) {
    if (reason.fault() == MeshException.Fault.PEER && ++faults > MAX_FAULTS) {
      end(reason);
    }
  }

  /** A stream is over. */
  void forget(RtcStream stream) {
    Same.remove(streams, stream);
  }

  private void end(MeshException reason) {
    if (over != null) {
      return;
    }
    over = reason;
    if (disconnected != null) {
      disconnected.cancel();
    }
    // Who hears that one stream has failed may finish another: a FIN would hide from the far end
    // that all is over.
    List<RtcStream> ended = new ArrayList<>(streams);
    for (RtcStream stream : ended) {
      stream.release();
    }
    peer.close();
    for (RtcStream stream : ended) {
      stream.fail(reason);
    }
    if (listener != null) {
      listener.closed(reason);
    }
  }
}
