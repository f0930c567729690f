package dev.weft.pipe;

import dev.weft.jvm.net.AddressLimiter;
import dev.weft.jvm.net.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Who may come in: how often from one address, and who may send. Thread-safe. */
final class Door {
  private static final String BEARER = "Bearer ";
  private static final int MILLIS_A_MINUTE = 60_000;

  /** Addresses that are remembered. */
  private static final int MOST_ADDRESSES = 10_000;

  private final @Nullable AddressLimiter limiter;
  private final TrustedProxies proxies;
  private final List<byte[]> tokens;

  Door(PipeSettings settings, InstantSource clock) {
    int rate = settings.requestsPerMinute();
    this.limiter =
        rate == 0
            ? null
            : new AddressLimiter(clock, rate, Math.max(1, MILLIS_A_MINUTE / rate), MOST_ADDRESSES);
    this.proxies = TrustedProxies.of(settings.trustedProxies());
    this.tokens =
        settings.senderTokens().stream()
            .map(token -> token.getBytes(StandardCharsets.UTF_8))
            .toList();
  }

  /** Counts a request; refuses what is too much from one address. */
  void admit(Request request) throws Refusal {
    if (limiter != null && !limiter.tryAcquire(TrustedProxies.group(address(request)))) {
      throw new Refusal(429, "These are too many requests from your address; slow down.");
    }
  }

  private InetAddress address(Request request) {
    InetAddress remote = remote(request);
    return proxies.client(remote, request.getHeaders().get(HttpHeader.X_FORWARDED_FOR));
  }

  private static InetAddress remote(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress socket
        ? socket.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  /** Refuses a sender without a token, where one is needed. */
  void admitSender(Request request) throws Refusal {
    if (tokens.isEmpty()) {
      return;
    }
    String shown = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (shown == null || !shown.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new Refusal(
          401, "Senders need a token here; give it as in: curl -H 'Authorization: Bearer TOKEN'.");
    }
    byte[] token = shown.substring(BEARER.length()).trim().getBytes(StandardCharsets.UTF_8);
    boolean known = false;
    for (byte[] each : tokens) {
      known |= MessageDigest.isEqual(each, token);
    }
    if (!known) {
      throw new Refusal(403, "This token is not one of this server's.");
    }
  }

  /** The scheme by which the client came, as far as it can be known. */
  String scheme(Request request) {
    String forwarded = request.getHeaders().get(HttpHeader.X_FORWARDED_PROTO);
    boolean believed = forwarded != null && proxies.isTrusted(remote(request));
    boolean secure = request.isSecure() || (believed && "https".equalsIgnoreCase(forwarded));
    return secure ? "https" : "http";
  }
}
