package dev.weft.e2e.hostile;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Identity;
import dev.weft.core.connection.Stream;
import dev.weft.core.connection.Upgrader;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.kad.KadClient;
import dev.weft.core.kad.KadMessage;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.mesh.SiteKey;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.multiformats.WebSocketAddress;
import dev.weft.core.multistream.Multistream;
import dev.weft.core.noise.Noise;
import dev.weft.core.noise.NoiseChannel;
import dev.weft.core.noise.NoiseHandshake;
import dev.weft.core.noise.NoiseIdentity;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.relay.RelayClient;
import dev.weft.core.relay.Reservation;
import dev.weft.core.webrtc.WebRtc;
import dev.weft.core.yamux.YamuxSession;
import dev.weft.e2e.harness.House;
import dev.weft.jvm.LoopThread;
import dev.weft.jvm.WebSocketClient;
import dev.weft.testkit.Recorder;
import dev.weft.testkit.TestNode;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A program that speaks to a node, and through it to pages, by the core's own protocols, and does
 * with them what a test wants. It has not joined any site's mesh.
 */
public final class Stranger implements AutoCloseable {
  /** The types of a signalling message (libp2p specs, webrtc/webrtc.md). */
  public static final int OFFER = 0;

  public static final int ANSWER = 1;
  public static final int CANDIDATE = 2;

  /** Longer than any limit of the core's own, which is 10 s: then that is what ends a question. */
  private static final int ANSWER_SECONDS = 20;

  private final LoopThread loop = new LoopThread("stranger");
  private final TestNode node;
  private final List<Connection> connections = new ArrayList<>();
  private final List<NoiseChannel> channels = new ArrayList<>();
  private final KadClient kad = new KadClient(loop, Kademlia.WEFT_PROTOCOL);

  /** One whose key follows from the seed. */
  public Stranger(long seed) {
    node = TestNode.on(loop, seed);
    node.protocols().allowOnLimited(WebRtc.SIGNALLING_PROTOCOL);
  }

  /** Who it is. */
  public Identity identity() {
    return node.identity();
  }

  /** Another's name and public key; what it signs, it signs with its own. */
  public Identity as(PeerId other) {
    byte[] key = Objects.requireNonNull(other.ed25519Key());
    return Identity.of(
        new Signatures.Signer() {
          @Override
          public byte[] publicKey() {
            return key;
          }

          @Override
          public Promise<byte[]> sign(byte[] message) {
            return identity().signer().sign(message);
          }
        });
  }

  /** Runs a question on its loop; a failure comes as an ExecutionException. */
  public <T> T ask(Supplier<Promise<T>> question) throws Exception {
    return later(question).get(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  /** The same, without waiting. */
  public <T> CompletableFuture<T> later(Supplier<Promise<T>> question) {
    return loop.ask(question);
  }

  /** Runs a task on its loop. */
  public void run(Runnable task) throws Exception {
    ask(
        () -> {
          task.run();
          return Promise.of(Done.DONE);
        });
  }

  /** A connection to a node. */
  public Connection connect(Multiaddr address) throws Exception {
    return connect(address, identity());
  }

  /** The same, as whom it says it is. */
  public Connection connect(Multiaddr address, Identity claimed) throws Exception {
    URI url = URI.create(Objects.requireNonNull(WebSocketAddress.url(address)));
    Connection connection =
        ask(
            () ->
                new WebSocketClient(loop)
                    .connect(url)
                    .flatMap(
                        socket ->
                            upgrader(claimed).dial(socket, address.peerId(), address, false)));
    connections.add(connection);
    return connection;
  }

  private Upgrader upgrader(Identity claimed) {
    return new Upgrader(node.platform(), claimed, node.protocols());
  }

  /** The use of a node as a relay. */
  public RelayClient relay(Connection connection, Identity claimed) {
    return new RelayClient(
        loop,
        node.platform().entropy(),
        upgrader(claimed),
        connection,
        new RelayClient.Listener() {
          @Override
          public void reserved(Reservation reservation) {}

          @Override
          public void reservationLost(MeshException reason) {}
        });
  }

  /** A connection to a page through the node. */
  public Connection circuit(Connection connection, PeerId page) throws Exception {
    return ask(() -> relay(connection, identity()).connect(page));
  }

  /** Opens a signalling stream on a circuit and sends messages on it: type and data in turn. */
  public Recorder signal(Connection circuit, Object... messages) throws Exception {
    Recorder heard = new Recorder();
    run(
        () -> {
          Stream stream = circuit.open(WebRtc.SIGNALLING_PROTOCOL);
          stream.receiver(heard);
          for (int i = 0; i < messages.length; i += 2) {
            byte[] body =
                new ProtoWriter()
                    .varint(1, (Integer) messages[i])
                    .string(2, (String) messages[i + 1])
                    .toBytes();
            stream.write(Delimited.frame(body));
          }
        });
    return heard;
  }

  /** Opens a stream of a protocol that our own side would neither open nor take on such a one. */
  public Recorder openAnyway(Connection limited, String protocol) throws Exception {
    node.protocols().handleOnLimited(protocol, stream -> {});
    Recorder heard = new Recorder();
    run(() -> limited.open(protocol).receiver(heard));
    return heard;
  }

  /** Asks again and again, so many at a time, until so many have been answered or it is cut off. */
  public <T> void flood(Connection connection, int times, int batch, Supplier<Promise<T>> question)
      throws Exception {
    for (int asked = 0; asked < times && !isCutOff(connection); asked += batch) {
      ask(
          () -> {
            Promise<Done> all = new Promise<>();
            int[] left = {batch};
            Runnable answered =
                () -> {
                  if (--left[0] == 0) {
                    all.resolve(Done.DONE);
                  }
                };
            for (int i = 0; i < batch; i++) {
              question.get().then(answer -> answered.run(), refused -> answered.run());
            }
            return all;
          });
    }
  }

  /** Takes the streams of a protocol from now on, and says nothing on them. */
  public void stayMute(String protocol) {
    node.protocols().handle(protocol, stream -> {});
  }

  /** Makes a reservation at the node. */
  public void reserve(Connection connection) throws Exception {
    ask(() -> relay(connection, identity()).reserve());
  }

  /** Its side of the DHT. */
  public KadClient kad() {
    return kad;
  }

  /**
   * Frames of yamux without bodies, whatever they say, on streams 1, 3, 5 …, or 0 for PING.
   *
   * @param type as the spec numbers it, 2 for PING
   */
  public static byte[] yamux(int count, int type, int flags, int length) {
    ByteBuffer frames = ByteBuffer.allocate(12 * count);
    for (int i = 0; i < count; i++) {
      frames.put((byte) 0).put((byte) type).putShort((short) flags);
      frames.putInt(type == 2 ? 0 : 2 * i + 1).putInt(length);
    }
    return frames.array();
  }

  /**
   * Makes a handshake with a node, and then sends these bytes where yamux is expected.
   *
   * @param reads whether it reads what comes
   * @return what it has read
   */
  public Recorder sendSecured(Multiaddr address, byte[] bytes, boolean reads) throws Exception {
    URI url = URI.create(Objects.requireNonNull(WebSocketAddress.url(address)));
    Platform platform = node.platform();
    NoiseChannel channel =
        ask(
            () ->
                new WebSocketClient(loop)
                    .connect(url)
                    .flatMap(
                        socket ->
                            NoiseIdentity.create(
                                    identity().signer(),
                                    platform.keyAgreement(),
                                    List.of(YamuxSession.PROTOCOL))
                                .flatMap(
                                    shown ->
                                        platform
                                            .keyAgreement()
                                            .generate()
                                            .flatMap(
                                                ephemeral ->
                                                    NoiseHandshake.initiate(
                                                        Multistream.propose(
                                                            socket, Noise.PROTOCOL, loop),
                                                        shown,
                                                        ephemeral,
                                                        platform.signatures(),
                                                        address.peerId())))));
    channels.add(channel);
    Recorder heard = new Recorder();
    run(
        () -> {
          channel.receiver(heard);
          if (!reads) {
            channel.pause();
          }
          channel.write(bytes);
        });
    return heard;
  }

  /** How many of its streams a node has reset, by the frames of yamux that were read. */
  public int resets(Recorder heard) throws Exception {
    ByteBuffer frames = ByteBuffer.wrap(ask(() -> Promise.of(heard.bytes())));
    int resets = 0;
    while (frames.remaining() >= 12) {
      int type = frames.get(frames.position() + 1);
      int length = frames.getInt(frames.position() + 8);
      resets += frames.getShort(frames.position() + 2) >> 3 & 1;
      frames.position(Math.min(frames.limit(), frames.position() + 12 + (type == 0 ? length : 0)));
    }
    return resets;
  }

  /** The site's visitors, as the node tells anybody. */
  public List<KadPeer> visitors(Connection connection, House house) throws Exception {
    return providers(connection, SiteKey.of(house.origin().siteKey().encode()));
  }

  /** Who has the content of a key, as the node tells anybody. */
  public List<KadPeer> providers(Connection connection, Multihash key) throws Exception {
    KadMessage answer = ask(() -> kad.getProviders(connection, key));
    return answer.providers();
  }

  /** Announces a provider of the keys. */
  public void announce(Connection connection, KadPeer provider, List<Multihash> keys)
      throws Exception {
    run(() -> kad.addProvider(connection, keys, provider));
  }

  /** Whether the far end has closed the connection. */
  public boolean isCutOff(Connection connection) throws Exception {
    return ask(() -> Promise.of(connection.closed().isSettled()));
  }

  @Override
  public void close() {
    for (NoiseChannel channel : channels) {
      later(
              () -> {
                channel.abort(MeshException.closed("the test is over"));
                return Promise.of(Done.DONE);
              })
          .join();
    }
    for (Connection connection : connections) {
      later(
              () -> {
                connection.abort(MeshException.closed("the test is over"));
                return connection.closed();
              })
          .join();
    }
    loop.close();
  }
}
