package dev.weft.bootstrap.dht;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.DialPolicy;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.WebSocketAddress;
import dev.weft.jvm.WebSocketClient;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Opens WebSockets to other nodes. A host name is looked up first, since a name that anybody may
 * have made up can lead into our own network, and since bounds count networks and not names.
 */
final class NodeDialer implements AutoCloseable {
  /** Names looked up at once: that blocks a thread for seconds when a name server is silent. */
  private static final int THREADS = 4;

  /** Names that wait to be looked up; more are refused. */
  private static final int MAX_WAITING = 64;

  private final EventLoop loop;
  private final DialPolicy policy;
  private final WebSocketClient sockets;
  private final ThreadPoolExecutor names =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(MAX_WAITING),
          task -> {
            Thread thread = new Thread(task, "names");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * An open socket.
   *
   * @param channel belongs to the caller
   * @param address where it leads, with the IP that the name stood for
   */
  record Socket(ByteChannel channel, Multiaddr address) {}

  NodeDialer(EventLoop loop, DialPolicy policy) {
    this.loop = loop;
    this.policy = policy;
    this.sockets = new WebSocketClient(loop);
    names.allowCoreThreadTimeOut(true);
  }

  /**
   * The socket at a WebSocket address. Fails when there is none in time, or with code {@code
   * private-address} when the name leads where the policy forbids.
   *
   * @param trusted whether the operator gave the address, so that it may lead anywhere
   */
  Promise<Socket> dial(Multiaddr address, boolean trusted) {
    String text = WebSocketAddress.url(address);
    if (text == null) {
      return Promise.failed(MeshException.peer("address"));
    }
    URI url = URI.create(text);
    return resolve(url.getHost())
        .flatMap(
            ips -> {
              List<Multiaddr> resolved = new ArrayList<>();
              for (InetAddress ip : ips) {
                Multiaddr at = at(ip, url.getPort());
                if (!trusted && !policy.admits(at)) {
                  throw MeshException.peer("private-address");
                }
                resolved.add(at);
              }
              return sockets.connect(url).map(channel -> new Socket(channel, resolved.get(0)));
            });
  }

  private Promise<List<InetAddress>> resolve(String host) {
    Promise<List<InetAddress>> resolved = new Promise<>();
    try {
      names.execute(
          () -> {
            try {
              List<InetAddress> ips = List.of(InetAddress.getAllByName(host));
              loop.post(() -> resolved.resolve(ips));
            } catch (UnknownHostException unknown) {
              loop.post(() -> resolved.fail(MeshException.local("unknown-host")));
            }
          });
    } catch (RejectedExecutionException full) {
      resolved.fail(MeshException.local("names-busy"));
    }
    return resolved;
  }

  private static Multiaddr at(InetAddress ip, int port) {
    String host = ip.getHostAddress();
    int zone = host.indexOf('%');
    String kind = ip instanceof Inet6Address ? "/ip6/" : "/ip4/";
    return Multiaddr.parse(
        kind + (zone < 0 ? host : host.substring(0, zone)) + "/tcp/" + port + "/ws");
  }

  @Override
  public void close() {
    names.shutdownNow();
  }
}
