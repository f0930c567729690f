package dev.weft.bootstrap.stun;

import dev.weft.jvm.net.AddressLimiter;
import dev.weft.jvm.net.TrustedProxies;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers binding requests on a UDP socket, on a thread of its own. It keeps nothing about who
 * asked but the token buckets of its rate limit.
 */
public final class StunServer implements AutoCloseable {
  /**
   * Requests at once of one IPv4 address or IPv6 /64. A page that dials asks once a connection and
   * address family, and again every 10 s: an office of 256 visitors with 8 connections each sends
   * 205 a second, and ten times as many when all of them load a page together.
   */
  static final int BURST = 2000;

  /** One more after so long: 500 a second. As answers to a forged sender that is 26 KB/s. */
  private static final long REFILL_MILLIS = 2;

  /** Addresses whose rate is remembered; 200 bytes each. */
  private static final int MAX_ADDRESSES = 16_384;

  /**
   * Rest after the network stack has failed, so that a lasting failure does not turn the thread.
   */
  private static final long REST_NANOS = 10_000_000;

  /** The thread only has to notice. */
  private static final long CLOSE_MILLIS = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(StunServer.class);

  private final DatagramChannel channel;
  private final AddressLimiter limiter;
  private final Thread thread = new Thread(this::serve, "stun");
  private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);

  /** What became of a datagram. */
  public enum Outcome {
    /** The sender has been told its address. */
    ANSWERED,
    /** The sender has been told which attributes are unknown (420). */
    REFUSED,
    /** It was no well-formed binding request, and nothing has been said. */
    IGNORED,
    /** Its address had asked too often, and nothing has been said. */
    LIMITED,
    /** The network did not take the answer. */
    UNSENT
  }

  private StunServer(DatagramChannel channel, InstantSource clock) {
    this.channel = channel;
    limiter = new AddressLimiter(clock, BURST, REFILL_MILLIS, MAX_ADDRESSES);
    thread.setDaemon(true);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, new LongAdder());
    }
  }

  /** Serves on a bound socket, which becomes the server's. */
  public static StunServer start(DatagramChannel channel, InstantSource clock) {
    StunServer server = new StunServer(channel, clock);
    server.thread.start();
    return server;
  }

  /** How many datagrams ended so. */
  public long count(Outcome outcome) {
    return counter(outcome).sum();
  }

  /** Frees the port before it returns: the system keeps it until the thread has let it go. */
  @Override
  public void close() {
    try {
      channel.close();
      thread.join(CLOSE_MILLIS);
    } catch (IOException broken) {
      LOG.debug("closing the STUN socket failed", broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    byte[] datagram = new byte[StunWire.MAX_MESSAGE_BYTES + 1];
    while (channel.isOpen()) {
      try {
        ByteBuffer received = ByteBuffer.wrap(datagram);
        SocketAddress from = channel.receive(received);
        if (from instanceof InetSocketAddress visitor) {
          counter(handle(datagram, received.position(), visitor)).increment();
        }
      } catch (ClosedChannelException closed) {
        return;
      } catch (IOException failed) {
        LOG.debug("receiving on the STUN socket failed", failed);
        LockSupport.parkNanos(REST_NANOS);
      }
    }
  }

  private LongAdder counter(Outcome outcome) {
    return Objects.requireNonNull(counts.get(outcome));
  }

  private Outcome handle(byte[] datagram, int length, InetSocketAddress from)
      throws ClosedChannelException {
    BindingRequest request = BindingRequest.parse(datagram, length);
    if (request == null || !canBeAnswered(from)) {
      return Outcome.IGNORED;
    }
    if (!limiter.tryAcquire(TrustedProxies.group(from.getAddress()))) {
      return Outcome.LIMITED;
    }
    boolean understood = request.unknownAttributes().length == 0;
    byte[] answer =
        understood
            ? BindingResponse.success(request, from)
            : BindingResponse.unknownAttributes(request);
    try {
      channel.send(ByteBuffer.wrap(answer), from);
      return understood ? Outcome.ANSWERED : Outcome.REFUSED;
    } catch (ClosedChannelException closed) {
      throw closed;
    } catch (IOException failed) {
      LOG.debug("a STUN answer was not sent", failed);
      return Outcome.UNSENT;
    }
  }

  /** A forged sender may be no place for an answer. */
  private static boolean canBeAnswered(InetSocketAddress from) {
    return from.getPort() != 0
        && !from.getAddress().isMulticastAddress()
        && !from.getAddress().isAnyLocalAddress();
  }
}
