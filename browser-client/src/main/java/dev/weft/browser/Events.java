package dev.weft.browser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Who in the page hears of what: the listeners behind {@code weft.on}. */
final class Events {
  private final Map<String, List<Listener>> listeners = new HashMap<>();

  /** A function of the page. */
  @JSFunctor
  interface Listener extends JSObject {
    void heard(JSObject event);
  }

  /** Takes a listener off. */
  @JSFunctor
  interface Off extends JSObject {
    void off();
  }

  /** Adds a listener until the answer is called; a name that Weft has not is never heard of. */
  Off on(String name, Listener listener) {
    List<Listener> heard = listeners.computeIfAbsent(name, unknown -> new ArrayList<>());
    heard.add(listener);
    return () -> heard.remove(listener);
  }

  /** Tells it; what a listener throws goes to the page's console, not to us. */
  void tell(String name, JSObject event) {
    List<Listener> heard = listeners.get(name);
    if (heard != null) {
      for (Listener listener : new ArrayList<>(heard)) {
        call(listener, event);
      }
    }
  }

  @JSBody(
      params = {"listener", "event"},
      script = "try{listener(event)}catch(thrown){setTimeout(()=>{throw thrown})}")
  private static native void call(Listener listener, JSObject event);
}
