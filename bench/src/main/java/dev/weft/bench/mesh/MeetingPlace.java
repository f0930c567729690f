package dev.weft.bench.mesh;

import io.javalin.Javalin;
import io.javalin.websocket.WsContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A WebSocket server where two raw pages meet: what one says the other hears. */
final class MeetingPlace implements AutoCloseable {
  private final List<WsContext> pages = new CopyOnWriteArrayList<>();
  private final Javalin server;

  /** Opens it at a free port of loopback. */
  MeetingPlace() {
    server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.routes.ws(
                  "/",
                  page -> {
                    page.onConnect(pages::add);
                    page.onClose(gone -> pages.removeIf(each -> each.equals(gone)));
                    page.onMessage(
                        said -> {
                          for (WsContext other : pages) {
                            if (!other.equals(said)) {
                              other.send(said.message());
                            }
                          }
                        });
                  });
            });
    server.start("127.0.0.1", 0);
  }

  String url() {
    return "ws://127.0.0.1:" + server.port() + "/";
  }

  @Override
  public void close() {
    server.stop();
  }
}
