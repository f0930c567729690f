package dev.weft.browser;

import dev.weft.browser.js.Deferred;
import dev.weft.core.io.EventLoop;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * Where the page stands: {@code joining} at first, then {@code mesh} (connected to peers), {@code
 * alone} (nobody there) or {@code off} (not possible, for a reason), which may change again.
 */
final class MeshState {
  /** When {@code weft.ready} is kept at the latest: what has not joined by then counts as alone. */
  static final int READY_MILLIS = 3_000;

  private final Deferred ready = Deferred.create();
  private final Events events;
  private String state = "joining";
  private @Nullable String reason;
  private int peers;
  private boolean said;

  MeshState(Events events) {
    this.events = events;
  }

  /** Starts the time after which {@code ready} is kept in any case; then one line is said. */
  void start(EventLoop loop) {
    loop.schedule(
        READY_MILLIS,
        () -> {
          if (state.equals("joining")) {
            change("alone", "joining-slow", 0);
          }
        });
  }

  /** What {@code weft.ready} is. */
  JSObject ready() {
    return ready.getPromise();
  }

  /** Its name. */
  String name() {
    return state;
  }

  /** Why it is not mesh, or null. */
  @Nullable String reason() {
    return reason;
  }

  /** Open and known peers. */
  int peers() {
    return peers;
  }

  /** Enters a state, and says so when it is another. */
  void change(String newState, @Nullable String why, int peerCount) {
    boolean moved = !state.equals(newState) || peers != peerCount;
    state = newState;
    reason = why;
    peers = peerCount;
    if (moved) {
      JSObject told = event(newState, peerCount, why);
      if (!said) {
        said = true;
        Log.say(newState + (why == null ? "" : " (" + why + ")"));
        ready.resolve(told);
      }
      events.tell("state", told);
    }
  }

  @JSBody(
      params = {"state", "peers", "reason"},
      script = "return {state:state,peers:peers,reason:reason}")
  private static native JSObject event(String state, int peers, @Nullable String reason);
}
