package dev.weft.core.kad;

import dev.weft.core.connection.ProtocolHandler;
import dev.weft.core.connection.RequestRate;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Entropy;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.Delimited;
import java.util.List;
import java.util.function.Supplier;

/**
 * The serving side of the DHT; its protocol id is the assembler's to choose.
 *
 * <p>On the wire: requests and responses in turn, several on a stream. GET_PROVIDERS is answered
 * with providers in random order. ADD_PROVIDER has no answer, and counts only for the peer that
 * sent it. FIND_NODE is answered with the connected peers nearest to the key. PUT_VALUE and
 * GET_VALUE reset the stream: this DHT keeps no values.
 *
 * <p>A connection may make {@link #MAX_REQUESTS} requests in {@link #WINDOW_MILLIS}; one more
 * resets its stream. Closer peers of GET_PROVIDERS are for a routing table to name, and empty
 * without one.
 */
public final class KadServer implements ProtocolHandler {
  /** Requests of one connection in a window: two batches of announcements, since clocks differ. */
  static final int MAX_REQUESTS = 2 * Kademlia.MAX_BATCH;

  /** The window, in milliseconds: how often a batch may come. */
  static final int WINDOW_MILLIS = 10_000;

  /** How long a stream may be idle, in milliseconds; js-libp2p's waits 10 s. */
  static final int IDLE_MILLIS = 60_000;

  /** How often expired records are looked for, in seconds. */
  static final int SWEEP_SECONDS = 600;

  private final EventLoop loop;
  private final Entropy entropy;
  private final ProviderStore store;
  private final Supplier<List<KadPeer>> connected;
  private final RequestRate rate;
  private long sweptAtUnixSeconds;

  /**
   * Serves the store.
   *
   * @param connected the peers that FIND_NODE may name, with their addresses
   */
  public KadServer(
      EventLoop loop, Entropy entropy, ProviderStore store, Supplier<List<KadPeer>> connected) {
    this.loop = loop;
    this.entropy = entropy;
    this.store = store;
    this.connected = connected;
    this.rate = new RequestRate(loop, MAX_REQUESTS, WINDOW_MILLIS);
    this.sweptAtUnixSeconds = loop.unixSeconds();
  }

  @Override
  public void accept(Stream stream) {
    stream.receiver(new Session(stream));
  }

  private void add(PeerId sender, KadMessage message) {
    sweep();
    Multihash key = Kademlia.contentKey(message.key());
    for (KadPeer provider : message.providers()) {
      if (provider.id().equals(sender) && !provider.addresses().isEmpty()) {
        store.add(key, provider, loop.unixSeconds());
      }
    }
  }

  private void sweep() {
    long now = loop.unixSeconds();
    if (now - sweptAtUnixSeconds >= SWEEP_SECONDS) {
      sweptAtUnixSeconds = now;
      store.removeExpired(now);
    }
  }

  private KadMessage answer(KadMessage request) {
    return switch (request.type()) {
      case KadMessage.GET_PROVIDERS ->
          new KadMessage(
              KadMessage.GET_PROVIDERS,
              request.key(),
              List.of(),
              store.providers(
                  Kademlia.contentKey(request.key()), Kademlia.K, loop.unixSeconds(), entropy));
      case KadMessage.FIND_NODE ->
          new KadMessage(
              KadMessage.FIND_NODE,
              request.key(),
              Kademlia.nearest(request.key(), connected.get(), Kademlia.K),
              List.of());
      case KadMessage.PING -> KadMessage.of(KadMessage.PING, request.key());
      default -> throw MeshException.peer("kad-refused");
    };
  }

  /** One stream. */
  private final class Session implements ByteChannel.Receiver {
    private final Stream stream;
    private final Delimited requests = new Delimited(KadMessage.MAX_BYTES, this::request);
    private EventLoop.Timer idle;

    Session(Stream stream) {
      this.stream = stream;
      this.idle = idleTimer();
    }

    private EventLoop.Timer idleTimer() {
      return loop.schedule(
          IDLE_MILLIS, () -> stream.abort(MeshException.timeout("kad-idle", "idle stream")));
    }

    @Override
    public void data(byte[] bytes) {
      idle.cancel();
      idle = idleTimer();
      try {
        requests.feed(bytes);
      } catch (MeshException refused) {
        stream.abort(refused);
        return;
      }
      if (stream.writable() == 0) {
        stream.pause();
        stream.onWritable(stream::resume);
      }
    }

    private void request(byte[] body) {
      if (!rate.admits(stream.connection())) {
        throw MeshException.peer("kad-flood");
      }
      KadMessage request = KadMessage.decode(body);
      if (request.type() == KadMessage.ADD_PROVIDER) {
        add(stream.connection().remotePeer(), request);
      } else {
        stream.write(answer(request).frame());
      }
    }

    @Override
    public void end() {
      idle.cancel();
      stream.finish();
    }

    @Override
    public void failed(MeshException reason) {
      idle.cancel();
    }
  }
}
