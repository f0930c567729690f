package dev.weft.testkit;

import dev.weft.core.fetch.Sink;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** A page's end of a fetch: keeps what comes, and holds the fetch to the contract of its sink. */
public final class SimDownload implements Sink {
  private final EventLoop loop;
  private final long startMillis;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  private int status;
  private long size;
  private long firstByteMillis = -1;
  private long endMillis = -1;
  private @Nullable MeshException failure;
  private boolean slow;
  private int taken;

  SimDownload(EventLoop loop) {
    this.loop = loop;
    startMillis = loop.nowMillis();
  }

  /** Whether it has ended, well or not. */
  public boolean isOver() {
    return endMillis >= 0;
  }

  /** The status, 0 before the head. */
  public int status() {
    return status;
  }

  /** The size that the head stated. */
  public long size() {
    return size;
  }

  /** All bytes so far. */
  public byte[] bytes() {
    return body.toByteArray();
  }

  /** From the call to the first byte. */
  public long firstByteMillis() {
    return firstByteMillis;
  }

  /** From the call to the end. */
  public long millis() {
    return endMillis - startMillis;
  }

  /** Why it failed, or null. */
  public @Nullable MeshException failure() {
    return failure;
  }

  /** From now on it passes on what it is told to, and no more. */
  public void hold() {
    slow = true;
    taken = body.size();
  }

  void take(int bytes) {
    taken += bytes;
  }

  @Override
  public int backlog() {
    return slow ? body.size() - taken : 0;
  }

  private void require(boolean kept, String rule) {
    if (!kept) {
      throw new AssertionError(rule);
    }
  }

  @Override
  public void head(int newStatus, long newSize, @Nullable String mediaType) {
    require(status == 0 && !isOver(), "one head, first");
    status = newStatus;
    size = newSize;
  }

  @Override
  public void data(byte[] bytes) {
    require(status != 0 && !isOver() && bytes.length > 0, "data after the head, before the end");
    if (firstByteMillis < 0) {
      firstByteMillis = loop.nowMillis() - startMillis;
    }
    body.writeBytes(bytes);
  }

  @Override
  public void end() {
    require(status != 0 && !isOver(), "one end, after the head");
    endMillis = loop.nowMillis();
  }

  @Override
  public void failed(MeshException reason) {
    require(!isOver(), "one end");
    failure = reason;
    endMillis = loop.nowMillis();
  }
}
