package dev.weft.testkit;

import dev.weft.core.fetch.Origin;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A site's server in virtual time: each answer begins a delay after its request, and all answers
 * share one line, a piece each in turn.
 */
public final class SimOrigin implements Origin {
  private static final int PIECE_BYTES = 16 * 1024;

  /** One request, as an access log has it. */
  public static final class Entry {
    /** When it was sent. */
    public final long atMillis;

    /** What was asked for. */
    public final String path;

    /** The first byte asked for. */
    public final long first;

    /** The last byte asked for, or −1 for the end. */
    public final long last;

    /** What {@code If-Range} carried, or null. */
    public final @Nullable String ifRange;

    /** How many bytes of a body have been sent. */
    public long sentBytes;

    Entry(long atMillis, String path, long first, long last, @Nullable String ifRange) {
      this.atMillis = atMillis;
      this.path = path;
      this.first = first;
      this.last = last;
      this.ifRange = ifRange;
    }
  }

  private final EventLoop loop;
  private final int delayMillis;
  private final long bytesPerSecond;
  private final Map<String, byte[]> files = new HashMap<>();
  private final List<Entry> log = new ArrayList<>();
  private final List<Answer> sending = new ArrayList<>();
  private boolean down;
  private boolean mute;
  private boolean cached;
  private boolean lineBusy;
  private long lineFreeMicros;

  /** A server that far away: the delay is from a request to the first byte of its answer. */
  public SimOrigin(EventLoop loop, int delayMillis, long bytesPerSecond) {
    this.loop = loop;
    this.delayMillis = delayMillis;
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Puts a file there, over what was there. */
  public void put(String path, byte[] bytes) {
    files.put(path, bytes);
  }

  /** Takes a file away. */
  public void remove(String path) {
    files.remove(path);
  }

  /** Whether it answers at all. */
  public void down(boolean isDown) {
    down = isDown;
  }

  /** Whether it takes requests and says nothing, nor goes on with an answer. */
  public void mute(boolean isMute) {
    mute = isMute;
  }

  /** Whether the browser's HTTP cache has everything. */
  public void cached(boolean isCached) {
    cached = isCached;
  }

  /** All requests so far. */
  public List<Entry> log() {
    return log;
  }

  /** All bytes of bodies sent so far. */
  public long sentBytes() {
    return log.stream().mapToLong(entry -> entry.sentBytes).sum();
  }

  @Override
  public Request get(
      String path, long first, long last, @Nullable String ifRange, Response response) {
    Entry entry = new Entry(loop.nowMillis(), path, first, last, ifRange);
    log.add(entry);
    Answer answer = new Answer(entry, response);
    loop.schedule(delayMillis, answer::begin);
    return answer::cancel;
  }

  private void sendNext() {
    if (lineBusy || sending.isEmpty()) {
      return;
    }
    lineBusy = true;
    Answer answer = sending.remove(0);
    int length = Math.min(PIECE_BYTES, answer.end - answer.at);
    lineFreeMicros =
        Math.max(lineFreeMicros, loop.nowMillis() * 1000) + length * 1_000_000L / bytesPerSecond;
    loop.schedule(
        Math.max(0, lineFreeMicros / 1000 - loop.nowMillis()),
        () -> {
          lineBusy = false;
          answer.send(length);
          sendNext();
        });
  }

  private final class Answer {
    private final Entry entry;
    private final Response response;
    private byte[] body = {};
    private int at;
    private int end;
    private boolean cancelled;

    Answer(Entry entry, Response response) {
      this.entry = entry;
      this.response = response;
    }

    void cancel() {
      cancelled = true;
      sending.remove(this);
    }

    void begin() {
      if (cancelled || mute) {
        return;
      }
      byte[] file = files.get(entry.path);
      if (down) {
        response.failed(MeshException.local("origin-unreachable", "down"));
        return;
      }
      boolean ranged = entry.first > 0 || entry.last >= 0;
      String etag = file == null ? null : "\"" + Arrays.hashCode(file) + "\"";
      if (file == null) {
        body = new byte[] {'n', 'o', 'n', 'e'};
        end = body.length;
        response.head(404, 0, end, "text/plain", null);
      } else if (ranged && (entry.ifRange == null || entry.ifRange.equals(etag))) {
        body = file;
        at = (int) entry.first;
        end = entry.last < 0 ? file.length : (int) Math.min(file.length, entry.last + 1);
        response.head(206, at, file.length, "application/octet-stream", etag);
      } else {
        body = file;
        end = file.length;
        response.head(200, 0, file.length, "application/octet-stream", etag);
      }
      if (!cancelled) {
        sending.add(this);
        sendNext();
      }
    }

    void send(int length) {
      if (cancelled || mute) {
        return;
      }
      if (down) {
        response.failed(MeshException.local("origin-unreachable", "went down"));
        return;
      }
      if (length > 0) {
        entry.sentBytes += length;
        byte[] piece = Arrays.copyOfRange(body, at, at + length);
        at += length;
        response.data(piece);
      }
      if (cancelled) {
        return;
      }
      if (at == end) {
        response.end(cached ? 0 : entry.sentBytes, cached);
      } else {
        sending.add(this);
      }
    }
  }
}
