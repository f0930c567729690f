package dev.weft.core.webrtc;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.InboundChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is a data channel (libp2p specs, webrtc/README.md, "Multiplexing" and "Closing an
 * RTCDataChannel").
 *
 * <p>Each direction ends by FIN, which the other side acknowledges; the channel is closed when both
 * directions have ended and our FIN was acknowledged, or {@link #CLOSE_TIMEOUT_MILLIS} after both
 * FINs were seen. RESET aborts both. STOP_SENDING drops what we have still to send and ends our
 * direction.
 *
 * <p>SCTP has no window that a page could close, so a paused stream holds bytes back itself, up to
 * {@link #MAX_HELD_BYTES}; a peer that sends more than it was asked for is reset.
 */
final class RtcStream extends InboundChannel implements RtcChannel.Listener {
  /** {@code bufferedAmount} in bytes at which sending stops: enough to fill a long, fat path. */
  static final int HIGH_WATER_BYTES = 1 << 20;

  /** {@code bufferedAmount} in bytes at which sending goes on: the path does not run dry. */
  static final int LOW_WATER_BYTES = 256 << 10;

  /**
   * Bytes that may wait beyond the high-water mark. Only a writer that does not ask {@link
   * #writable} gets there, and one that ignores it for 4 MiB has lost control.
   */
  static final int MAX_QUEUED_BYTES = 4 << 20;

  /**
   * Bytes held back for a paused receiver: what it may have asked of one peer (1 MiB) and a quarter
   * as much for what needs no asking.
   */
  static final int MAX_HELD_BYTES = (1 << 20) + (256 << 10);

  /** How long the last FIN_ACK may take: as long as js-libp2p waits for it. */
  static final int CLOSE_TIMEOUT_MILLIS = 10_000;

  /** How our direction stands. */
  private static final int OPEN = 0;

  private static final int FINISHED = 1;
  private static final int ACKNOWLEDGED = 2;

  private final RtcMuxer muxer;
  private final EventLoop loop;
  private final RtcChannel channel;
  private final Delimited frames = new Delimited(WebRtc.MAX_RECEIVED_FRAME_BYTES, this::frame);
  private final List<byte[]> queued = new ArrayList<>();
  private int maxPayloadBytes = WebRtc.MAX_PAYLOAD_BYTES;

  /** Frames that go out at once are written here: memory that is fresh is slow. */
  private byte[] scratch = Bytes.NONE;

  private int sending = OPEN;
  private int queuedBytes;
  private boolean full;
  private boolean over;
  private @Nullable Runnable whenWritable;
  private EventLoop.@Nullable Timer closeTimer;

  RtcStream(RtcMuxer muxer, EventLoop loop, RtcChannel channel) {
    this.muxer = muxer;
    this.loop = loop;
    this.channel = channel;
    channel.bufferedAmountLowThreshold(LOW_WATER_BYTES);
    channel.listener(this);
  }

  @Override
  public void write(byte[] bytes) {
    for (int from = 0; from < bytes.length; from += maxPayloadBytes) {
      put(Bytes.NONE, bytes, from, Math.min(maxPayloadBytes, bytes.length - from));
    }
  }

  @Override
  public void write(byte[] head, byte[] bytes, int from, int count) {
    if (head.length + count <= maxPayloadBytes) {
      put(head, bytes, from, count);
    } else {
      super.write(head, bytes, from, count);
    }
  }

  /** Sends a frame, or queues it. */
  private void put(byte[] head, byte[] bytes, int from, int count) {
    if (over || sending != OPEN) {
      return;
    }
    int length = RtcFrame.size(head.length + count);
    boolean now = !full && queued.isEmpty() && channel.isOpen();
    if (now && scratch.length < length) {
      scratch = new byte[length];
    }
    byte[] frame = now ? scratch : new byte[length];
    RtcFrame.data(head, bytes, from, count, frame);
    if (now) {
      send(Bytes.view(frame, 0, length));
    } else {
      enqueue(frame);
      if (queuedBytes > MAX_QUEUED_BYTES) {
        abort(MeshException.local("send-queue"));
      }
    }
  }

  @Override
  public void largeMessages() {
    maxPayloadBytes = WebRtc.LARGE_PAYLOAD_BYTES;
    frames.allow(RtcFrame.size(maxPayloadBytes));
  }

  @Override
  public int writable() {
    if (over || full || sending != OPEN) {
      return 0;
    }
    int waiting = channel.isOpen() ? channel.bufferedAmount() : queuedBytes;
    return Math.max(0, HIGH_WATER_BYTES - waiting);
  }

  @Override
  public void onWritable(Runnable task) {
    whenWritable = task;
    if (writable() > 0) {
      loop.post(this::tellWritable);
    }
  }

  private void tellWritable() {
    Runnable task = whenWritable;
    if (task != null && writable() > 0) {
      whenWritable = null;
      task.run();
    }
  }

  @Override
  public void finish() {
    if (!over && sending == OPEN) {
      sending = FINISHED;
      enqueue(RtcFrame.flag(WebRtc.FIN));
      settle();
    }
  }

  @Override
  public void abort(MeshException reason) {
    if (!over) {
      channel.send(RtcFrame.flag(WebRtc.RESET));
      fail(reason);
      muxer.reset(reason);
    }
  }

  /** Ends it without a word to the far end, which is gone or has said so itself. */
  void fail(MeshException reason) {
    release();
    arriveFailure(reason);
  }

  /** Nothing goes out any more, and the channel closes. */
  void release() {
    over = true;
    queued.clear();
    queuedBytes = 0;
    whenWritable = null;
    if (closeTimer != null) {
      closeTimer.cancel();
    }
    channel.close();
    muxer.forget(this);
  }

  private void enqueue(byte[] frame) {
    queued.add(frame);
    queuedBytes += frame.length;
    pump();
  }

  private void pump() {
    while (!full && !queued.isEmpty() && channel.isOpen()) {
      byte[] frame = queued.remove(0);
      queuedBytes -= frame.length;
      send(frame);
    }
    if (!channel.isOpen() && queuedBytes >= HIGH_WATER_BYTES) {
      full = true;
    }
  }

  private void send(byte[] frame) {
    channel.send(frame);
    full = channel.bufferedAmount() >= HIGH_WATER_BYTES;
  }

  private void goOnSending() {
    full = false;
    pump();
    tellWritable();
  }

  @Override
  public void open() {
    if (!over) {
      goOnSending();
    }
  }

  @Override
  public void bufferedAmountLow() {
    if (!over) {
      goOnSending();
    }
  }

  @Override
  public void message(byte[] message) {
    if (over) {
      return;
    }
    try {
      frames.feed(message);
    } catch (MeshException malformed) {
      abort(malformed);
    }
  }

  @Override
  public void closed() {
    if (over) {
      return;
    }
    if (!isReceivingOver()) {
      muxer.channelLost();
      fail(MeshException.closed("data channel closed"));
    } else {
      release();
    }
  }

  private void frame(byte[] body) {
    if (over) {
      return;
    }
    int flag = -1;
    byte[] payload = null;
    ProtoReader reader = new ProtoReader(body);
    while (reader.next()) {
      if (reader.field() == 1) {
        flag = reader.varint(Integer.MAX_VALUE);
      } else if (reader.field() == 2) {
        payload = reader.bytes();
      } else {
        reader.skip();
      }
    }
    if (payload != null && payload.length > 0) {
      payload(payload);
    }
    if (!over) {
      flag(flag);
    }
  }

  private void payload(byte[] payload) {
    if (isReceivingOver()) {
      throw MeshException.peer("webrtc-frame");
    }
    arrive(payload);
    if (heldBytes() > MAX_HELD_BYTES) {
      throw MeshException.peer("webrtc-flood");
    }
  }

  private void flag(int flag) {
    if (flag == WebRtc.FIN && !isReceivingOver()) {
      channel.send(RtcFrame.flag(WebRtc.FIN_ACK));
      arriveEnd();
      settle();
    } else if (flag == WebRtc.STOP_SENDING && sending == OPEN) {
      queued.clear();
      queuedBytes = 0;
      finish();
    } else if (flag == WebRtc.RESET) {
      fail(MeshException.closed("stream reset"));
    } else if (flag == WebRtc.FIN_ACK && sending == FINISHED) {
      sending = ACKNOWLEDGED;
      settle();
    }
  }

  /** Closes the channel when both directions have ended. */
  private void settle() {
    if (over || !isReceivingOver()) {
      return;
    }
    if (sending == ACKNOWLEDGED) {
      release();
    } else if (sending == FINISHED && closeTimer == null) {
      closeTimer = loop.schedule(CLOSE_TIMEOUT_MILLIS, this::release);
    }
  }
}
