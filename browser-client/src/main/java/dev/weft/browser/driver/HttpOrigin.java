package dev.weft.browser.driver;

import dev.weft.browser.js.AbortController;
import dev.weft.browser.js.Bytes;
import dev.weft.browser.js.FetchResponse;
import dev.weft.browser.js.ResourceTiming;
import dev.weft.core.fetch.Origin;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import org.jspecify.annotations.Nullable;

/** The page's own origin, by {@code fetch}. */
public final class HttpOrigin implements Origin {
  /** Enough for a day in one page; without its entry a request counts as one to the server. */
  private static final int TIMING_ENTRIES = 2_000;

  private final EventLoop loop;

  /** The origin of this page. */
  public HttpOrigin(EventLoop loop) {
    this.loop = loop;
    ResourceTiming.bufferSize(TIMING_ENTRIES);
  }

  @Override
  public Request get(
      String path, long first, long last, @Nullable String ifRange, Response response) {
    Get get = new Get(loop, path, response);
    get.start(first == 0 && last < 0 ? null : range(first, last), ifRange);
    return get;
  }

  private static String range(long first, long last) {
    return "bytes=" + first + "-" + (last < 0 ? "" : "" + last);
  }

  private static final class Get implements Request {
    private final EventLoop loop;
    private final String path;
    private final Response response;
    private final AbortController controller = AbortController.create();
    private final double started = ResourceTiming.now();
    private boolean over;

    Get(EventLoop loop, String path, Response response) {
      this.loop = loop;
      this.path = path;
      this.response = response;
    }

    void start(@Nullable String range, @Nullable String ifRange) {
      Later.of(FetchResponse.get(path, range, ifRange, controller), "origin-unreachable")
          .then(this::answered, this::failed);
    }

    private void answered(FetchResponse answer) {
      if (over) {
        return;
      }
      ContentRange range = ContentRange.parse(answer.header("content-range"));
      response.head(
          answer.getStatus(),
          range == null ? 0 : range.first(),
          range == null ? length(answer) : range.total(),
          answer.header("content-type"),
          answer.header("etag"));
      if (!over) {
        read(answer.reader());
      }
    }

    /** The decoded size; an encoded body's length says nothing about it. */
    private static long length(FetchResponse answer) {
      return answer.header("content-encoding") == null
          ? ContentRange.number(answer.header("content-length"))
          : -1;
    }

    private void read(FetchResponse.Reader reader) {
      Later.of(reader.read(), "origin-unreachable")
          .then(
              piece -> {
                if (over) {
                  return;
                }
                if (piece.isDone()) {
                  ended(true);
                  return;
                }
                byte[] bytes = Bytes.ofView(piece.getValue());
                if (bytes.length > 0) {
                  response.data(bytes);
                }
                if (!over) {
                  read(reader);
                }
              },
              this::failed);
    }

    /** The browser may write its timing entry a moment after the last byte. */
    private void ended(boolean mayWait) {
      if (over) {
        return;
      }
      ResourceTiming timing = ResourceTiming.find(path, started);
      if (timing == null && mayWait) {
        loop.schedule(0, () -> ended(false));
        return;
      }
      over = true;
      if (timing == null) {
        response.end(-1, false);
      } else {
        int body = timing.getEncodedBodySize();
        int transferred = timing.getTransferSize();
        // A 304 moves headers alone; from the HTTP cache not even those.
        response.end(transferred < body ? 0 : body, transferred == 0 && body > 0);
      }
    }

    private void failed(MeshException reason) {
      if (!over) {
        over = true;
        response.failed(reason);
      }
    }

    @Override
    public void cancel() {
      if (!over) {
        over = true;
        controller.abort();
      }
    }
  }
}
