package dev.weft.testkit;

import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.webrtc.RtcPeer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * WebRTC in virtual time: hosts whose {@link RtcPeer}s find each other through the descriptions and
 * candidates that signalling carries, as in a browser.
 *
 * <p>Modelled: the one-way delay between hosts; each host's uplink and downlink, which all its
 * connections share, with a queue that never drops; {@code bufferedAmount} that falls as bytes
 * leave the uplink; set-up of 3 round trips (ICE, DTLS, SCTP) from the moment when both sides know
 * a candidate of the other; effects that answer later. Not modelled: loss and congestion control.
 *
 * <p>Faults: a host that {@linkplain Host#cutOff drops off} the network without a word, one whose
 * {@linkplain Host#blockIce ICE never ends}, one at its {@linkplain Host#limitPeers limit} of
 * peers.
 */
public final class SimRtc {
  private final EventLoop loop;
  private final Map<String, SimRtcPeer> peers = new HashMap<>();
  private int created;

  /** A network without hosts. */
  public SimRtc(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * A host's access to the network.
   *
   * @param delayMillis one way to the middle of the network; two hosts are the sum of theirs apart
   * @param upBytesPerSecond shared by all its connections
   * @param downBytesPerSecond shared by all its connections
   */
  public record Access(int delayMillis, long upBytesPerSecond, long downBytesPerSecond) {
    /** A line without limits on its rate. */
    public static Access unlimited(int delayMillis) {
      return new Access(delayMillis, MemoryChannel.UNLIMITED, MemoryChannel.UNLIMITED);
    }
  }

  /** Adds a host. */
  public Host host(Access access) {
    return new Host(access);
  }

  EventLoop loop() {
    return loop;
  }

  /** The peer that a description or candidate names, or null. */
  @Nullable SimRtcPeer named(String name) {
    return peers.get(name);
  }

  /** One computer. */
  public final class Host implements RtcPeer.Factory {
    private final Access access;
    private final List<SimRtcPeer> own = new ArrayList<>();
    private long uplinkFreeMicros;
    private long downlinkFreeMicros;
    private long sentBytes;
    private int sentMessages;
    private int limit = 500;
    private int made;
    private boolean iceBlocked;
    private boolean behindTurn;
    private boolean cutOff;

    private Host(Access access) {
      this.access = access;
    }

    @Override
    public RtcPeer create() {
      if (made++ >= limit) {
        throw MeshException.local("webrtc-limit", "no more peer connections");
      }
      SimRtcPeer peer = new SimRtcPeer(SimRtc.this, this, "sim-" + created++);
      peers.put(peer.name(), peer);
      own.add(peer);
      return peer;
    }

    /** How many peers it may make in its life; 500 in Chromium, and at the start. */
    public void limitPeers(int newLimit) {
      limit = newLimit;
    }

    /** How many peers it has made and not closed. */
    public int openPeers() {
      return own.size();
    }

    /** How many it has made in its life. */
    public int madePeers() {
      return made;
    }

    /** From now on its candidates lead nowhere: ICE goes on without end, as behind two NATs. */
    public void blockIce() {
      iceBlocked = true;
    }

    /** From now on a TURN server carries what it sends and gets. */
    public void putBehindTurn() {
      behindTurn = true;
    }

    /** It is gone from the network without a word; the others hear of it by silence alone. */
    public void cutOff() {
      cutOff = true;
      for (SimRtcPeer peer : List.copyOf(own)) {
        peer.silenced();
      }
    }

    /** It is back; connections that were lost meanwhile stay lost. */
    public void restore() {
      cutOff = false;
    }

    /** All bytes that its data channels have sent. */
    public long sentBytes() {
      return sentBytes;
    }

    /** How many messages its data channels have sent. */
    public int sentMessages() {
      return sentMessages;
    }

    boolean isBehindTurn() {
      return behindTurn;
    }

    boolean isCutOff() {
      return cutOff;
    }

    boolean isIceBlocked() {
      return iceBlocked;
    }

    int delayTo(Host other) {
      return access.delayMillis + other.access.delayMillis;
    }

    void forget(SimRtcPeer peer) {
      own.remove(peer);
      peers.remove(peer.name());
    }

    /** Puts a data channel's message on the uplink, as {@link #leave}. */
    long leaveMessage(int bytes) {
      sentMessages++;
      return leave(bytes);
    }

    /** Puts bytes on the uplink; how many milliseconds from now they have left it. */
    long leave(int bytes) {
      sentBytes += bytes;
      uplinkFreeMicros = occupy(uplinkFreeMicros, bytes, access.upBytesPerSecond);
      return untilMillis(uplinkFreeMicros);
    }

    /** Takes bytes from the downlink; how many milliseconds from now they are here. */
    long arrive(int bytes) {
      downlinkFreeMicros = occupy(downlinkFreeMicros, bytes, access.downBytesPerSecond);
      return untilMillis(downlinkFreeMicros);
    }

    private long occupy(long freeMicros, int bytes, long bytesPerSecond) {
      long takes =
          bytesPerSecond == MemoryChannel.UNLIMITED ? 0 : bytes * 1_000_000L / bytesPerSecond;
      return Math.max(freeMicros, loop.nowMillis() * 1000) + takes;
    }

    private long untilMillis(long micros) {
      return Math.max(0, micros / 1000 - loop.nowMillis());
    }
  }
}
