package dev.weft.site.visit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.site.chromium.DevTools;
import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects a page's HTTP transfers of one origin, and its service worker's, from the Network events
 * of the DevTools protocol.
 */
final class NetworkLog {
  private static final class Request {
    final String path;
    final String range;
    Transfer.By by;
    final double wallMillis;
    boolean fromHttpCache;
    boolean over;
    boolean cutOff;
    long decodedBytes;
    long wireBytes;

    Request(String path, String range, Transfer.By by, double wallMillis) {
      this.path = path;
      this.range = range;
      this.by = by;
      this.wallMillis = wallMillis;
    }
  }

  private final String authority;
  private final Map<String, Request> requests = new LinkedHashMap<>();

  NetworkLog(DevTools page, URI site) {
    authority = site.getAuthority();
    page.on("Network.requestWillBeSent", this::asked);
    page.on("Network.requestServedFromCache", event -> cached(event.path("requestId").asText()));
    page.on("Network.responseReceived", this::answered);
    page.on("Network.dataReceived", this::received);
    page.on("Network.loadingFinished", this::finished);
    page.on("Network.loadingFailed", this::failed);
  }

  /**
   * What was transferred until now; times count from {@code navigationStart}, in milliseconds since
   * 1970.
   */
  synchronized List<Transfer> transfers(double navigationStart) {
    return requests.values().stream()
        .map(
            request ->
                new Transfer(
                    request.path,
                    request.by,
                    request.fromHttpCache,
                    decodedBytes(request),
                    request.wireBytes,
                    request.wallMillis - navigationStart,
                    request.cutOff))
        .toList();
  }

  /** What a worker passes on unread is known from the response of whoever asked it for the same. */
  private long decodedBytes(Request request) {
    if (request.by != Transfer.By.WORKER || request.decodedBytes > 0) {
      return request.decodedBytes;
    }
    return requests.values().stream()
        .filter(other -> other.by == Transfer.By.NOBODY)
        .filter(other -> other.path.equals(request.path) && other.range.equals(request.range))
        .min(Comparator.comparingDouble(other -> Math.abs(other.wallMillis - request.wallMillis)))
        .map(other -> other.decodedBytes)
        .orElse(0L);
  }

  /** Whether nothing is under way. */
  synchronized boolean isQuiet() {
    return requests.values().stream().allMatch(request -> request.over);
  }

  private synchronized void asked(JsonNode event) {
    JsonNode request = event.path("request");
    URI url = URI.create(request.path("url").asText());
    if (authority.equals(url.getAuthority())) {
      requests.put(
          event.path("requestId").asText(),
          new Request(
              url.getPath(),
              request.path("headers").path("Range").asText(),
              by(event),
              event.path("wallTime").asDouble() * 1000));
    }
  }

  private static Transfer.By by(JsonNode event) {
    if (!event.has("frameId")) {
      return Transfer.By.WORKER;
    }
    return switch (event.path("type").asText()) {
      case "Fetch", "XHR" -> Transfer.By.SCRIPT;
      default -> Transfer.By.ELEMENT;
    };
  }

  private synchronized void cached(String id) {
    Request request = requests.get(id);
    if (request != null) {
      request.fromHttpCache = true;
    }
  }

  private synchronized void answered(JsonNode event) {
    JsonNode response = event.path("response");
    Request request = requests.get(event.path("requestId").asText());
    if (request != null) {
      request.fromHttpCache |= response.path("fromDiskCache").asBoolean();
      if (response.path("fromServiceWorker").asBoolean()) {
        request.by = Transfer.By.NOBODY;
      }
    }
  }

  private synchronized void received(JsonNode event) {
    Request request = requests.get(event.path("requestId").asText());
    if (request != null) {
      request.decodedBytes += event.path("dataLength").asLong();
      request.wireBytes += event.path("encodedDataLength").asLong();
    }
  }

  private synchronized void finished(JsonNode event) {
    Request request = requests.get(event.path("requestId").asText());
    if (request != null) {
      request.over = true;
      request.wireBytes = Math.max(request.wireBytes, event.path("encodedDataLength").asLong());
    }
  }

  private synchronized void failed(JsonNode event) {
    Request request = requests.get(event.path("requestId").asText());
    if (request != null) {
      request.over = true;
      request.cutOff = true;
    }
  }
}
