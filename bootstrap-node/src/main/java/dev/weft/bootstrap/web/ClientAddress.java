package dev.weft.bootstrap.web;

import dev.weft.jvm.net.TrustedProxies;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where a request comes from, proxies considered. */
final class ClientAddress {
  private final TrustedProxies proxies;

  ClientAddress(TrustedProxies proxies) {
    this.proxies = proxies;
  }

  InetAddress of(Context context) throws UnknownHostException {
    InetAddress remote = InetAddress.getByName(context.req().getRemoteAddr());
    return proxies.client(remote, context.header("X-Forwarded-For"));
  }
}
