package dev.weft.core.noise;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.KeyAgreement.KeyPair;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.multiformats.PeerId;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One XX handshake (Noise, section 7.5) over a channel.
 *
 * <p>Key agreement and signatures are effects that answer later. While one is pending the channel
 * is paused; what its last piece holds beyond the message waits in the frame reader. Once the
 * channel fails, or anything is refused, the channel is aborted and late answers are dropped.
 */
public final class NoiseHandshake implements ByteChannel.Receiver {
  private static final byte[] NOTHING = {};
  private static final int KEY = Noise.KEY_BYTES;
  private static final int SEALED_KEY = KEY + CipherState.TAG_BYTES;

  private final ByteChannel channel;
  private final NoiseIdentity identity;
  private final KeyPair ephemeral;
  private final Signatures signatures;
  private final @Nullable PeerId expected;
  private final boolean initiator;

  private final SymmetricState symmetric = new SymmetricState();
  private final FrameReader frames = new FrameReader();
  private final Promise<NoiseChannel> result = new Promise<>();
  private boolean pending;
  private boolean firstTaken;
  private boolean over;

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
    if (initiator) {
      send(mixed(ephemeral.publicKey()), symmetric.encryptAndHash(NOTHING), NOTHING);
    }
    channel.receiver(this);
    return result;
  }

  @Override
  public void data(byte[] bytes) {
    frames.feed(bytes);
    takeNext();
  }

  @Override
  public void end() {
    fail(MeshException.closed("ended in the handshake"));
  }

  @Override
  public void failed(MeshException reason) {
    fail(reason);
  }

  private void takeNext() {
    if (pending || over || !frames.hasNext()) {
      return;
    }
    pending = true;
    channel.pause();
    byte[] message = frames.take();
    try {
      if (initiator) {
        takeSecond(message);
      } else if (firstTaken) {
        takeThird(message);
      } else {
        firstTaken = true;
        takeFirst(message);
      }
    } catch (MeshException refused) {
      fail(refused);
    }
  }

  /** At the responder: e. */
  private void takeFirst(byte[] message) {
    if (message.length != KEY) {
      throw malformed();
    }
    symmetric.mixHash(message);
    symmetric.mixHash(NOTHING);
    Promise<byte[]> es = identity.staticKey.agree(message);
    await(ephemeral.agree(message), ee -> await(es, secret -> sendSecond(ee, secret)));
  }

  private void sendSecond(byte[] ee, byte[] es) {
    byte[] key = mixed(ephemeral.publicKey());
    symmetric.mixKey(ee);
    byte[] sealedKey = symmetric.encryptAndHash(identity.staticKey.publicKey());
    symmetric.mixKey(es);
    send(key, sealedKey, symmetric.encryptAndHash(identity.payload));
    pending = false;
    channel.resume();
    takeNext();
  }

  /** At the initiator: e, ee, s, es, payload. */
  private void takeSecond(byte[] message) {
    if (message.length < KEY + SEALED_KEY + CipherState.TAG_BYTES) {
      throw malformed();
    }
    byte[] remoteKey = mixed(Arrays.copyOf(message, KEY));
    Promise<byte[]> se = identity.staticKey.agree(remoteKey);
    await(
        ephemeral.agree(remoteKey),
        ee -> {
          symmetric.mixKey(ee);
          byte[] remoteStatic = openPart(message, KEY, KEY + SEALED_KEY);
          await(
              ephemeral.agree(remoteStatic),
              es -> {
                symmetric.mixKey(es);
                byte[] payload = openPart(message, KEY + SEALED_KEY, message.length);
                verify(payload, remoteStatic, peer -> await(se, secret -> sendThird(secret, peer)));
              });
        });
  }

  private void sendThird(byte[] se, NoisePayload peer) {
    byte[] sealedKey = symmetric.encryptAndHash(identity.staticKey.publicKey());
    symmetric.mixKey(se);
    send(sealedKey, symmetric.encryptAndHash(identity.payload), NOTHING);
    finish(peer);
  }

  /** At the responder: s, se, payload. */
  private void takeThird(byte[] message) {
    if (message.length < SEALED_KEY + CipherState.TAG_BYTES) {
      throw malformed();
    }
    byte[] remoteStatic = openPart(message, 0, SEALED_KEY);
    await(
        ephemeral.agree(remoteStatic),
        se -> {
          symmetric.mixKey(se);
          verify(openPart(message, SEALED_KEY, message.length), remoteStatic, this::finish);
        });
  }

  private void verify(byte[] payload, byte[] remoteStatic, Consumer<NoisePayload> next) {
    NoisePayload peer = NoisePayload.decode(payload);
    if (expected != null && !expected.equals(peer.identityKey().peerId())) {
      throw MeshException.peer("peer-id-mismatch", "another peer answers");
    }
    byte[] signed = NoisePayload.signedBytes(remoteStatic);
    await(
        peer.identityKey().verify(signatures, signed, peer.signature()),
        genuine -> {
          if (!genuine) {
            throw malformed();
          }
          next.accept(peer);
        });
  }

  private void finish(NoisePayload peer) {
    over = true;
    CipherState[] keys = symmetric.split();
    NoiseChannel secured =
        new NoiseChannel(
            channel,
            frames,
            keys[initiator ? 0 : 1],
            keys[initiator ? 1 : 0],
            peer.identityKey().peerId(),
            peer.muxers());
    try {
      result.resolve(secured);
    } finally {
      secured.start();
    }
  }

  /** Goes on with an effect's answer, unless the handshake is over by then. */
  private <T> void await(Promise<T> effect, Consumer<T> next) {
    effect.then(
        answer -> {
          if (!over) {
            try {
              next.accept(answer);
            } catch (MeshException refused) {
              fail(refused);
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

  private byte[] mixed(byte[] key) {
    symmetric.mixHash(key);
    return key;
  }

  private byte[] openPart(byte[] message, int from, int to) {
    return symmetric.decryptAndHash(Arrays.copyOfRange(message, from, to));
  }

  private void send(byte[] first, byte[] second, byte[] third) {
    int length = first.length + second.length + third.length;
    byte[] out = new byte[Noise.LENGTH_BYTES + length];
    out[0] = (byte) (length >>> 8);
    out[1] = (byte) length;
    System.arraycopy(first, 0, out, 2, first.length);
    System.arraycopy(second, 0, out, 2 + first.length, second.length);
    System.arraycopy(third, 0, out, 2 + first.length + second.length, third.length);
    channel.write(out);
  }

  private static MeshException malformed() {
    return MeshException.peer("bad-noise", "malformed handshake");
  }
}
