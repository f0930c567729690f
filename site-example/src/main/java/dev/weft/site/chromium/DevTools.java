package dev.weft.site.chromium;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session with one page over the Chrome DevTools Protocol: commands with answers, and events.
 * Commands may come from any thread; listeners run on the socket's thread, in the order of arrival,
 * and must not block.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">the protocol</a>
 */
public final class DevTools implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** No command of ours takes longer on a working browser, even on a loaded machine. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private final Map<String, Consumer<JsonNode>> listeners = new ConcurrentHashMap<>();
  private final WebSocket socket;

  /** Done when what was sent last is on its way; a socket takes one message at a time. */
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

  private DevTools(HttpClient http, URI page) throws IOException, InterruptedException {
    socket = await(http.newWebSocketBuilder().buildAsync(page, new Receiver()), "connect");
  }

  /** Opens a session; {@code page} is the target's {@code webSocketDebuggerUrl}. */
  static DevTools connect(HttpClient http, URI page) throws IOException, InterruptedException {
    return new DevTools(http, page);
  }

  /** Parameters of a command, to be filled. */
  public static ObjectNode parameters() {
    return JSON.createObjectNode();
  }

  /**
   * Calls {@code listener} with the parameters of each event {@code method}; one listener a method.
   */
  public void on(String method, Consumer<JsonNode> listener) {
    listeners.put(method, listener);
  }

  /**
   * Follows the page's workers too: each is told {@code method} before its script runs, and its
   * events go to the listeners of the page's.
   */
  public void followWorkers(String method) throws IOException, InterruptedException {
    on(
        "Target.attachedToTarget",
        event -> {
          String session = event.path("sessionId").asText();
          send(command(method).put("sessionId", session));
          send(command("Runtime.runIfWaitingForDebugger").put("sessionId", session));
        });
    call(
        "Target.setAutoAttach",
        parameters()
            .put("autoAttach", true)
            .put("waitForDebuggerOnStart", true)
            .put("flatten", true));
  }

  public JsonNode call(String method) throws IOException, InterruptedException {
    return call(method, parameters());
  }

  /**
   * Sends a command and waits for its result.
   *
   * @throws DevToolsException when the browser refuses, stays silent or is gone
   */
  public JsonNode call(String method, ObjectNode parameters)
      throws IOException, InterruptedException {
    ObjectNode command = command(method);
    command.set("params", parameters);
    int id = command.path("id").asInt();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    pending.put(id, answer);
    try {
      send(command);
      return await(answer, method);
    } finally {
      pending.remove(id);
    }
  }

  private ObjectNode command(String method) {
    return JSON.createObjectNode().put("id", ids.incrementAndGet()).put("method", method);
  }

  private synchronized void send(ObjectNode command) {
    String text = command.toString();
    sent =
        sent.thenCompose(done -> socket.sendText(text, true))
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    fail(broken(failure));
                  }
                });
  }

  /**
   * Evaluates an expression in the page, as if a user had acted, and gives its value; promises are
   * awaited.
   *
   * @throws DevToolsException when it throws
   */
  public JsonNode evaluate(String expression) throws IOException, InterruptedException {
    JsonNode result =
        call(
            "Runtime.evaluate",
            parameters()
                .put("expression", expression)
                .put("returnByValue", true)
                .put("awaitPromise", true)
                .put("userGesture", true));
    JsonNode failure = result.path("exceptionDetails");
    if (!failure.isMissingNode()) {
      JsonNode described = failure.path("exception").path("description");
      throw new DevToolsException(
          "the page's script failed: " + described.asText(failure.path("text").asText()));
    }
    return result.path("result").path("value");
  }

  @Override
  public void close() {
    socket.abort();
    fail(new DevToolsException("the session was closed"));
  }

  private static <T> T await(CompletionStage<T> stage, String what)
      throws IOException, InterruptedException {
    try {
      return stage.toCompletableFuture().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new DevToolsException(
          "Chromium did not answer " + what + " for " + ANSWER.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new DevToolsException(what + ": " + (cause == null ? e : cause).getMessage(), e);
    }
  }

  private void fail(Exception cause) {
    pending.values().forEach(answer -> answer.completeExceptionally(cause));
  }

  private static DevToolsException broken(Throwable cause) {
    return new DevToolsException("the session with Chromium broke", cause);
  }

  private void receive(String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      fail(e);
      return;
    }
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = pending.get(message.path("id").asInt());
      if (answer == null) {
        return;
      }
      if (message.has("error")) {
        answer.completeExceptionally(
            new DevToolsException(message.path("error").path("message").asText()));
      } else {
        answer.complete(message.path("result"));
      }
      return;
    }
    Consumer<JsonNode> listener = listeners.get(message.path("method").asText());
    if (listener != null) {
      listener.accept(message.path("params"));
    }
  }

  private final class Receiver implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String message = text.toString();
        text.setLength(0);
        receive(message);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      fail(new DevToolsException("Chromium closed the session"));
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      fail(broken(error));
    }
  }
}
