package dev.weft.origin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.core.crypto.PublicKey;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multibase;
import dev.weft.origin.ClientSettings.IceServer;
import dev.weft.origin.http.WebResource;
import dev.weft.origin.manifest.ClientScript;
import dev.weft.origin.manifest.WeftPaths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /.well-known/weft/config.json} says. {@code iceServers} and {@code
 * iceTransportPolicy} are those of WebRTC's {@code RTCConfiguration}; pages ignore what they do not
 * know.
 */
final class PageSettings {
  private static final String JSON_TYPE = "application/json; charset=utf-8";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ClientSettings settings;
  private final PublicKey siteKey;
  private final ClientScript client;
  private final Supplier<WebResource> resource;

  /**
   * The settings of a site.
   *
   * @param turn where credentials come from, null when pages get none
   */
  PageSettings(
      ClientSettings settings,
      PublicKey siteKey,
      ClientScript client,
      @Nullable TurnCredentials turn) {
    this.settings = settings;
    this.siteKey = siteKey;
    this.client = client;
    if (turn == null) {
      WebResource lasting = resource(List.of(), "no-cache");
      resource = () -> lasting;
    } else {
      resource = () -> resource(turn.issue(), "no-store");
    }
  }

  /** For one request: a credential is for the page that asks, and nobody keeps it. */
  WebResource resource() {
    return resource.get();
  }

  private WebResource resource(List<IceServer> relays, String caching) {
    return WebResource.inMemory(JSON_TYPE, json(relays), Map.of("Cache-Control", caching));
  }

  /** The settings that are the same for every page. */
  byte[] lasting() {
    return json(List.of());
  }

  private byte[] json(List<IceServer> relays) {
    List<IceServer> servers = new ArrayList<>(settings.iceServers());
    servers.addAll(relays);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("bootstrap", settings.bootstrap().stream().map(Multiaddr::toString).toList());
    json.put("iceServers", servers.stream().map(PageSettings::json).toList());
    if (settings.relayOnly()) {
      json.put("iceTransportPolicy", "relay");
    }
    if (settings.off()) {
      json.put("off", true);
    }
    json.putAll(settings.visitors().json());
    json.put("siteKey", Multibase.BASE64_URL.encodeBare(siteKey.encode()));
    json.put("report", settings.report());
    Map<String, Object> script = new LinkedHashMap<>();
    script.put("src", WeftPaths.CLIENT);
    script.put("integrity", client.integrity());
    json.put("client", script);
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Map<String, Object> json(IceServer server) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("urls", server.urls());
    if (server.username() != null) {
      json.put("username", server.username());
    }
    if (server.credential() != null) {
      json.put("credential", server.credential());
    }
    return json;
  }
}
