package dev.weft.core.io;

/**
 * A channel on top of another one, whose receiver it is: what a layer does not change is the
 * channel's below.
 */
public abstract class LayeredChannel extends InboundChannel implements ByteChannel.Receiver {
  /** The channel that carries this one. */
  protected final ByteChannel below;

  /** A layer on that channel; set it as the channel's receiver when it is ready to read. */
  protected LayeredChannel(ByteChannel below) {
    this.below = below;
  }

  @Override
  public void data(byte[] bytes) {
    arrive(bytes);
  }

  @Override
  public void end() {
    arriveEnd();
  }

  @Override
  public void failed(MeshException reason) {
    arriveFailure(reason);
  }

  @Override
  public void pause() {
    super.pause();
    below.pause();
  }

  /** What is held back here comes first, and may pause it again. */
  @Override
  public void resume() {
    super.resume();
    if (!isPaused()) {
      below.resume();
    }
  }

  @Override
  public void write(byte[] bytes) {
    below.write(bytes);
  }

  @Override
  public int writable() {
    return below.writable();
  }

  @Override
  public void onWritable(Runnable task) {
    below.onWritable(task);
  }

  @Override
  public void largeMessages() {
    below.largeMessages();
  }

  @Override
  public void finish() {
    below.finish();
  }

  /** The channel below need not tell of it, once it has told its end. */
  @Override
  public void abort(MeshException reason) {
    below.abort(reason);
    failed(reason);
  }
}
