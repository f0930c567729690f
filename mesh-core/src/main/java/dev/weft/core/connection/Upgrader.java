package dev.weft.core.connection;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.KeyAgreement.KeyPair;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.multistream.Multistream;
import dev.weft.core.noise.Noise;
import dev.weft.core.noise.NoiseChannel;
import dev.weft.core.noise.NoiseHandshake;
import dev.weft.core.noise.NoiseIdentity;
import dev.weft.core.yamux.YamuxSession;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections of raw channels: multistream-select, Noise, yamux.
 *
 * <p>Nothing waits that need not: the dialler's header, proposal and first Noise message go out
 * together, and its third one together with the first streams, whose first requests are so answered
 * two round trips after the channel opened.
 */
public final class Upgrader {
  /** How long an upgrade may take, as in js-libp2p. */
  public static final long TIMEOUT_MILLIS = 10_000;

  private static final List<String> MUXERS = List.of(YamuxSession.PROTOCOL);

  private final Platform platform;
  private final EventLoop loop;
  private final Protocols protocols;
  private final Promise<NoiseIdentity> noiseIdentity;

  /** An upgrader for a node with that identity, which serves the protocols. */
  public Upgrader(Platform platform, Identity identity, Protocols protocols) {
    this.platform = platform;
    this.protocols = protocols;
    loop = platform.loop();
    noiseIdentity = NoiseIdentity.create(identity.signer(), platform.keyAgreement(), MUXERS);
  }

  /**
   * Upgrades a channel that we opened. When it fails, the channel is aborted.
   *
   * @param expected who must answer, or null for anybody
   * @param remote where the channel leads
   * @param limited whether a relay carries it with bounds
   */
  public Promise<Connection> dial(
      ByteChannel channel, @Nullable PeerId expected, Multiaddr remote, boolean limited) {
    return new Upgrade(channel, expected, remote, limited, true).start();
  }

  /** Upgrades a channel that the far end opened; otherwise as {@link #dial}. */
  public Promise<Connection> accept(
      ByteChannel channel, @Nullable PeerId expected, Multiaddr remote, boolean limited) {
    return new Upgrade(channel, expected, remote, limited, false).start();
  }

  /** One upgrade under way; as a responder it speaks Noise first, and yamux in Noise. */
  private final class Upgrade implements Multistream.Responder {
    private final ByteChannel channel;
    private final @Nullable PeerId expected;
    private final Multiaddr remote;
    private final boolean limited;
    private final boolean initiator;
    private final Promise<Connection> result = new Promise<>();
    private @Nullable NoiseChannel secured;

    Upgrade(
        ByteChannel channel,
        @Nullable PeerId expected,
        Multiaddr remote,
        boolean limited,
        boolean initiator) {
      this.channel = channel;
      this.expected = expected;
      this.remote = remote;
      this.limited = limited;
      this.initiator = initiator;
    }

    Promise<Connection> start() {
      result.within(loop, TIMEOUT_MILLIS, "upgrade").then(connection -> {}, channel::abort);
      if (initiator) {
        withKeys(this::initiate);
      } else {
        Multistream.answer(channel, this, loop);
      }
      return result;
    }

    /** Keys come first, so that header, proposal and first Noise message are one write. */
    private void initiate(NoiseIdentity identity, KeyPair ephemeral) {
      NoiseHandshake.initiate(
              Multistream.propose(channel, Noise.PROTOCOL, loop),
              identity,
              ephemeral,
              platform.signatures(),
              expected)
          .then(this::mux, result::fail);
    }

    private void withKeys(BiConsumer<NoiseIdentity, KeyPair> next) {
      noiseIdentity.then(
          identity ->
              platform
                  .keyAgreement()
                  .generate()
                  .then(ephemeral -> next.accept(identity, ephemeral), result::fail),
          result::fail);
    }

    private String wanted() {
      return secured == null ? Noise.PROTOCOL : YamuxSession.PROTOCOL;
    }

    @Override
    public boolean speaks(String protocol) {
      return protocol.equals(wanted());
    }

    @Override
    public List<String> protocols() {
      return List.of(wanted());
    }

    @Override
    public void agreed(String protocol, ByteChannel agreedChannel) {
      if (secured == null) {
        // Nothing is read, and so nothing queues, until there are keys.
        agreedChannel.pause();
        withKeys(
            (identity, ephemeral) -> {
              NoiseHandshake.respond(
                      agreedChannel, identity, ephemeral, platform.signatures(), expected)
                  .then(this::mux, result::fail);
              agreedChannel.resume();
            });
      } else {
        connect(agreedChannel, secured);
      }
    }

    @Override
    public void failed(MeshException reason) {
      result.fail(reason);
    }

    /** The muxer: agreed on in the handshake, or in the secure channel where that says nothing. */
    private void mux(NoiseChannel noise) {
      secured = noise;
      List<String> muxers = noise.remoteMuxers();
      boolean isCommon = false;
      for (String muxer : muxers) {
        isCommon |= muxer.equals(YamuxSession.PROTOCOL);
      }
      if (isCommon) {
        connect(noise, noise);
      } else if (!muxers.isEmpty()) {
        result.fail(MeshException.local("no-common-muxer"));
      } else if (initiator) {
        connect(Multistream.propose(noise, YamuxSession.PROTOCOL, loop), noise);
      } else {
        Multistream.answer(noise, this, loop);
      }
    }

    private void connect(ByteChannel muxable, NoiseChannel noise) {
      if (!result.isSettled()) {
        result.resolve(
            new MuxedConnection(
                new YamuxSession(loop, muxable, initiator),
                noise.remotePeer(),
                remote,
                initiator,
                limited,
                protocols,
                loop));
      }
    }
  }
}
