package dev.weft.core.kad;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.protobuf.Delimited;
import java.util.List;

/**
 * Requests to one node of the DHT. Each opens a stream and writes at once, so that it travels in a
 * new connection's first flight, beside a reservation.
 */
public final class KadClient {
  /** How long a response may take, in milliseconds, as in js-libp2p. */
  static final int TIMEOUT_MILLIS = 10_000;

  private final EventLoop loop;
  private final String protocol;

  /** Speaks the protocol, such as {@link Kademlia#WEFT_PROTOCOL}. */
  public KadClient(EventLoop loop, String protocol) {
    this.loop = loop;
    this.protocol = protocol;
  }

  /**
   * Announces that we provide all of the keys. There is no answer.
   *
   * @param keys at most {@link Kademlia#MAX_BATCH}, and that many in 10 s
   * @param self our own peer id with our addresses; with none, the node forgets that we provide
   * @throws MeshException when no stream can be opened
   */
  public void addProvider(Connection node, List<Multihash> keys, KadPeer self) {
    if (keys.size() > Kademlia.MAX_BATCH) {
      throw MeshException.local("kad-batch");
    }
    Stream stream = node.open(protocol);
    stream.receiver(new Answers(stream, new Promise<>()));
    for (Multihash key : keys) {
      stream.write(
          new KadMessage(KadMessage.ADD_PROVIDER, key.encode(), List.of(), List.of(self)).frame());
    }
    stream.finish();
  }

  /**
   * The providers that the node knows of, at most {@link Kademlia#K}, and peers nearer to the key.
   */
  public Promise<KadMessage> getProviders(Connection node, Multihash key) {
    return ask(node, KadMessage.of(KadMessage.GET_PROVIDERS, key.encode()));
  }

  /** The node's answer, which is of the same type as the request. */
  public Promise<KadMessage> ask(Connection node, KadMessage request) {
    Promise<KadMessage> answer = new Promise<>();
    Stream stream;
    try {
      stream = node.open(protocol);
    } catch (MeshException notOpen) {
      answer.fail(notOpen);
      return answer;
    }
    stream.receiver(new Answers(stream, answer));
    stream.write(request.frame());
    stream.finish();
    answer.within(loop, TIMEOUT_MILLIS, "no answer from the DHT").then(ok -> {}, stream::abort);
    return answer.map(
        message -> {
          if (message.type() != request.type()) {
            throw MeshException.peer("kad-message");
          }
          return message;
        });
  }

  /** Reads one response; of a request without one, nothing. */
  private static final class Answers implements ByteChannel.Receiver {
    private final ByteChannel stream;
    private final Promise<KadMessage> answer;
    private final Delimited messages = new Delimited(KadMessage.MAX_BYTES, this::message);

    Answers(ByteChannel stream, Promise<KadMessage> answer) {
      this.stream = stream;
      this.answer = answer;
    }

    private void message(byte[] body) {
      answer.resolve(KadMessage.decode(body));
    }

    @Override
    public void data(byte[] bytes) {
      try {
        messages.feed(bytes);
      } catch (MeshException malformed) {
        answer.fail(malformed);
        stream.abort(malformed);
      }
    }

    @Override
    public void end() {
      answer.fail(MeshException.closed("no answer"));
    }

    @Override
    public void failed(MeshException reason) {
      answer.fail(reason);
    }
  }
}
