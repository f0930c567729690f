package dev.weft.core.noise;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.LayeredChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.PeerId;
import java.util.Arrays;
import java.util.List;

/**
 * The secure channel after a handshake. Each write goes out at once, in messages of its own; the
 * order of layers below is kept, so nothing is sealed twice and nothing queued here.
 */
public final class NoiseChannel extends LayeredChannel {
  private final FrameReader frames;
  private final CipherState sending;
  private final CipherState receiving;
  private final PeerId remotePeer;
  private final List<String> remoteMuxers;

  NoiseChannel(
      ByteChannel below,
      FrameReader frames,
      CipherState sending,
      CipherState receiving,
      PeerId remotePeer,
      List<String> remoteMuxers) {
    super(below);
    this.frames = frames;
    this.sending = sending;
    this.receiving = receiving;
    this.remotePeer = remotePeer;
    this.remoteMuxers = remoteMuxers;
  }

  /** Who is at the far end: it has signed its static key with this identity's key. */
  public PeerId remotePeer() {
    return remotePeer;
  }

  /** The muxers that the far end speaks, its preferred one first; empty when it does not say. */
  public List<String> remoteMuxers() {
    return remoteMuxers;
  }

  /** Takes the channel over from the handshake, with what has come already. */
  void start() {
    below.receiver(this);
    try {
      openFrames();
    } catch (MeshException forged) {
      abort(forged);
    }
    if (!isPaused()) {
      below.resume();
    }
  }

  private void openFrames() {
    while (frames.hasNext()) {
      arrive(receiving.open(Bytes.NONE, frames.take()));
    }
  }

  @Override
  public void data(byte[] bytes) {
    frames.feed(bytes);
    openFrames();
  }

  @Override
  public void end() {
    if (frames.atBoundary()) {
      arriveEnd();
    } else {
      abort(MeshException.peer("bad-noise"));
    }
  }

  @Override
  public void write(byte[] bytes) {
    for (int from = 0; from < bytes.length; from += CipherState.MAX_TEXT_BYTES) {
      int end = Math.min(bytes.length, from + CipherState.MAX_TEXT_BYTES);
      byte[] text = Arrays.copyOfRange(bytes, from, end);
      below.write(Noise.frame(sending.seal(Bytes.NONE, text)));
    }
  }
}
