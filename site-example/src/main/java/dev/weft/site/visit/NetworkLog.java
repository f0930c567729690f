package dev.weft.site.visit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.site.chromium.DevTools;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects a page's HTTP transfers of one origin from the Network events of the DevTools protocol.
 */
final class NetworkLog {
  private static final class Request {
    final String path;
    Transfer.By by;
    final double wallMillis;
    boolean fromHttpCache;
    boolean over;
    long decodedBytes;
    long wireBytes;

    Request(String path, Transfer.By by, double wallMillis) {
      this.path = path;
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
                    request.decodedBytes,
                    request.wireBytes,
                    request.wallMillis - navigationStart))
        .toList();
  }

  /** Whether nothing is under way. */
  synchronized boolean isQuiet() {
    return requests.values().stream().allMatch(request -> request.over);
  }

  private synchronized void asked(JsonNode event) {
    URI url = URI.create(event.path("request").path("url").asText());
    if (authority.equals(url.getAuthority())) {
      String type = event.path("type").asText();
      requests.put(
          event.path("requestId").asText(),
          new Request(
              url.getPath(),
              type.equals("Fetch") || type.equals("XHR") ? Transfer.By.SCRIPT : Transfer.By.ELEMENT,
              event.path("wallTime").asDouble() * 1000));
    }
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
        request.by = Transfer.By.WORKER;
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
    }
  }
}
