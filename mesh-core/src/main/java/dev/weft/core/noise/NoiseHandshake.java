package dev.weft.core.noise;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.KeyAgreement.KeyPair;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.multiformats.PeerId;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One XX handshake (Noise, section 7.5) over a channel: goes through the tokens of the pattern, and
 * writes or reads each of them.
 *
 * <p>Key agreement and signatures are effects that answer later. While one is waited for the
 * channel is paused; what its last piece holds beyond the message waits in the frame reader. Once
 * the channel fails, or anything is refused, the channel is aborted and late answers are dropped.
 *
 * <p>An effect begins as soon as all that it takes is known. So both agreements on the remote
 * ephemeral key are under way at once, and the last message is written while the remote signature
 * is verified: it says who we are, which is no secret, and nothing else.
 */
public final class NoiseHandshake implements ByteChannel.Receiver {
  private static final int E = 0;
  private static final int S = 1;
  private static final int EE = 2;
  private static final int ES = 3;
  private static final int SE = 4;

  /** Ends a message, and turns the direction. */
  private static final int PAYLOAD = 5;

  private static final int[] XX = {E, PAYLOAD, E, EE, S, ES, PAYLOAD, S, SE, PAYLOAD};

  private final ByteChannel channel;
  private final NoiseIdentity identity;
  private final KeyPair ephemeral;
  private final Signatures signatures;
  private final @Nullable PeerId expected;
  private final boolean initiator;

  private final SymmetricState symmetric = new SymmetricState();
  private final FrameReader frames = new FrameReader();
  private final Promise<NoiseChannel> result = new Promise<>();
  private int token;
  private boolean writing;
  private boolean pending;
  private boolean over;

  /** What is written of a message, or left of one that is read, while it is under way. */
  private byte[] message = Bytes.NONE;

  private boolean underWay;

  private byte[] remoteEphemeral = Bytes.NONE;
  private byte[] remoteStatic = Bytes.NONE;

  /** What our static key agrees on with the remote ephemeral one, from when that is known. */
  private Promise<byte[]> agreedByStatic = new Promise<>();

  /** What the peer says of itself, when that is verified. */
  private Promise<NoisePayload> peer = new Promise<>();

  private NoiseHandshake(
      ByteChannel channel,
      NoiseIdentity identity,
      KeyPair ephemeral,
      Signatures signatures,
      @Nullable PeerId expected,
      boolean initiator) {
    this.channel = channel;
    this.identity = identity;
    this.ephemeral = ephemeral;
    this.signatures = signatures;
    this.expected = expected;
    this.initiator = initiator;
    writing = initiator;
  }

  /**
   * Begins a handshake; the first message is written within the call.
   *
   * @param ephemeral a new key pair, for this handshake alone
   * @param expected who must be at the far end, or null for anybody
   * @return fails with code {@code bad-noise}, {@code bad-key}, {@code peer-id-mismatch}, or what
   *     the channel failed with
   */
  public static Promise<NoiseChannel> initiate(
      ByteChannel channel,
      NoiseIdentity identity,
      KeyPair ephemeral,
      Signatures signatures,
      @Nullable PeerId expected) {
    return new NoiseHandshake(channel, identity, ephemeral, signatures, expected, true).start();
  }

  /** Answers a handshake; otherwise as {@link #initiate}. */
  public static Promise<NoiseChannel> respond(
      ByteChannel channel,
      NoiseIdentity identity,
      KeyPair ephemeral,
      Signatures signatures,
      @Nullable PeerId expected) {
    return new NoiseHandshake(channel, identity, ephemeral, signatures, expected, false).start();
  }

  private Promise<NoiseChannel> start() {
    goOn();
    channel.receiver(this);
    return result;
  }

  @Override
  public void data(byte[] bytes) {
    frames.feed(bytes);
    if (!pending) {
      goOn();
    }
  }

  @Override
  public void end() {
    fail(MeshException.closed("ended in the handshake"));
  }

  @Override
  public void failed(MeshException reason) {
    fail(reason);
  }

  private void goOn() {
    try {
      while (!over && !pending && hasMessage()) {
        step(XX[token++]);
      }
    } catch (MeshException refused) {
      fail(refused);
    }
  }

  private boolean hasMessage() {
    if (!underWay && (writing || frames.hasNext())) {
      underWay = true;
      message = writing ? Bytes.NONE : frames.take();
    }
    return underWay;
  }

  private void step(int next) {
    if (next == PAYLOAD) {
      payload();
    } else if (next == E) {
      if (writing) {
        append(symmetric.mixHash(ephemeral.publicKey()));
      } else {
        remoteEphemeral = symmetric.mixHash(take(Noise.KEY_BYTES));
        agreedByStatic = identity.staticKey.agree(remoteEphemeral);
      }
    } else if (next == S) {
      if (writing) {
        append(symmetric.encryptAndHash(identity.staticKey.publicKey()));
      } else {
        remoteStatic = symmetric.decryptAndHash(take(Noise.KEY_BYTES + CipherState.TAG_BYTES));
      }
    } else {
      // The initiator's key is named first.
      await(
          next == (initiator ? SE : ES)
              ? agreedByStatic
              : ephemeral.agree(next == EE ? remoteEphemeral : remoteStatic),
          symmetric::mixKey);
    }
  }

  private void payload() {
    // Only the first message has none.
    boolean first = token == 2;
    if (writing) {
      append(symmetric.encryptAndHash(first ? Bytes.NONE : identity.payload));
      channel.write(Noise.frame(message));
    } else {
      byte[] payload = symmetric.decryptAndHash(message);
      if (!first) {
        peer = verify(NoisePayload.decode(payload));
      } else if (payload.length > 0) {
        throw malformed();
      }
    }
    underWay = false;
    writing = !writing;
    if (token == XX.length) {
      await(peer, this::finish);
    }
  }

  private Promise<NoisePayload> verify(NoisePayload claimed) {
    if (expected != null && !expected.equals(claimed.identityKey().peerId())) {
      throw MeshException.peer("peer-id-mismatch");
    }
    byte[] signed = NoisePayload.signedBytes(remoteStatic);
    return claimed
        .identityKey()
        .verify(signatures, signed, claimed.signature())
        .map(
            genuine -> {
              if (!genuine) {
                throw malformed();
              }
              return claimed;
            });
  }

  private void finish(NoisePayload known) {
    over = true;
    CipherState[] keys = symmetric.split();
    NoiseChannel secured =
        new NoiseChannel(
            channel,
            frames,
            keys[initiator ? 0 : 1],
            keys[initiator ? 1 : 0],
            known.identityKey().peerId(),
            known.muxers());
    try {
      result.resolve(secured);
    } finally {
      secured.start();
    }
  }

  /** Goes on with an effect's answer, unless the handshake is over by then. */
  private <T> void await(Promise<T> effect, Consumer<T> next) {
    pending = true;
    channel.pause();
    effect.then(
        answer -> {
          if (!over) {
            pending = false;
            try {
              next.accept(answer);
            } catch (MeshException refused) {
              fail(refused);
            }
            goOn();
            if (!pending && !over) {
              channel.resume();
            }
          }
        },
        this::fail);
  }

  private void fail(MeshException reason) {
    if (!over) {
      over = true;
      channel.abort(reason);
      result.fail(reason);
    }
  }

  private void append(byte[] part) {
    message = Bytes.join(message, part);
  }

  /** The next bytes of the message that is read. */
  private byte[] take(int count) {
    if (message.length < count) {
      throw malformed();
    }
    byte[] taken = Arrays.copyOf(message, count);
    message = Arrays.copyOfRange(message, count, message.length);
    return taken;
  }

  private static MeshException malformed() {
    return MeshException.peer("bad-noise");
  }
}
