package dev.weft.core.kad;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.ProtocolHandler;
import dev.weft.core.connection.RequestRate;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Done;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.Delimited;
import java.util.List;
import java.util.function.Consumer;

/**
 * The serving side of the DHT; its protocol id is the assembler's to choose.
 *
 * <p>On the wire: requests and responses in turn, several on a stream. GET_PROVIDERS is answered to
 * a client of the {@link KadNode} with providers from the whole DHT, those nearest to the client
 * first, to others with some of its records, in random order, and nodes nearer to the key.
 * ADD_PROVIDER has no answer, and counts only for the peer that sent it; without addresses, it
 * takes back what the peer announced before. FIND_NODE is answered with the nodes nearest to the
 * key. PUT_VALUE and GET_VALUE reset the stream: this DHT keeps no values.
 *
 * <p>A connection may make {@link #MAX_REQUESTS} requests in {@link #WINDOW_MILLIS}; one more
 * resets its stream. Of a client's questions {@link #MAX_SEARCHES} go to other nodes.
 */
public final class KadServer implements ProtocolHandler {
  /** Requests of one connection in a window: two batches of announcements, since clocks differ. */
  static final int MAX_REQUESTS = 2 * Kademlia.MAX_BATCH;

  /** Questions of one client in a window for which others are asked, some 30 each. */
  static final int MAX_SEARCHES = 32;

  /** The window, in milliseconds: how often a batch may come. */
  static final int WINDOW_MILLIS = 10_000;

  /** How long a stream may be idle, in milliseconds; js-libp2p's waits 10 s. */
  static final int IDLE_MILLIS = 60_000;

  private final EventLoop loop;
  private final KadNode node;
  private final Consumer<Connection> seekers;
  private final RequestRate rate;
  private final RequestRate searches;

  /**
   * Serves a node.
   *
   * @param seekers hears of each FIND_NODE, which nodes send and clients do not
   */
  public KadServer(EventLoop loop, KadNode node, Consumer<Connection> seekers) {
    this.loop = loop;
    this.node = node;
    this.seekers = seekers;
    this.rate = new RequestRate(loop, MAX_REQUESTS, WINDOW_MILLIS);
    this.searches = new RequestRate(loop, MAX_SEARCHES, WINDOW_MILLIS);
  }

  @Override
  public void accept(Stream stream) {
    stream.receiver(new Session(stream));
  }

  private void add(PeerId sender, KadMessage message) {
    Multihash key = Kademlia.contentKey(message.key());
    for (KadPeer provider : message.providers()) {
      if (provider.id().equals(sender)) {
        node.add(key, provider);
      }
    }
  }

  private Promise<KadMessage> answer(Connection asker, KadMessage request) {
    byte[] key = request.key();
    return switch (request.type()) {
      case KadMessage.GET_PROVIDERS -> providers(asker, request);
      case KadMessage.FIND_NODE -> {
        seekers.accept(asker);
        yield Promise.of(response(request, node.closer(key), List.of()));
      }
      case KadMessage.PING -> Promise.of(KadMessage.of(KadMessage.PING, key));
      default -> throw MeshException.peer("kad-refused");
    };
  }

  private Promise<KadMessage> providers(Connection asker, KadMessage request) {
    Multihash content = Kademlia.contentKey(request.key());
    if (node.isClient(asker.remotePeer()) && searches.admits(asker)) {
      return node.providers(content, asker.remoteAddress())
          .map(found -> response(request, List.of(), found));
    }
    return Promise.of(response(request, node.closer(request.key()), node.records(content)));
  }

  private static KadMessage response(
      KadMessage request, List<KadPeer> closer, List<KadPeer> providers) {
    return new KadMessage(request.type(), request.key(), closer, providers);
  }

  /** One stream. */
  private final class Session implements ByteChannel.Receiver {
    private final Stream stream;
    private final Delimited requests = new Delimited(KadMessage.MAX_BYTES, this::request);
    private EventLoop.Timer idle;

    /** Settles when the last answer so far is written: they go out in the order of the requests. */
    private Promise<Done> answered = Promise.of(Done.DONE);

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
        Promise<Done> before = answered;
        answered =
            answer(stream.connection(), request)
                .flatMap(
                    answer ->
                        before.map(
                            done -> {
                              stream.write(answer.frame());
                              return done;
                            }));
      }
    }

    @Override
    public void end() {
      idle.cancel();
      answered.then(done -> stream.finish(), stream::abort);
    }

    @Override
    public void failed(MeshException reason) {
      idle.cancel();
    }
  }
}
