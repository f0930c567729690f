package dev.weft.bootstrap.web;

import dev.weft.bootstrap.libp2p.MeshSnapshot;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.function.Supplier;

/** The pages for people and the files that they are made of; all from the jar. */
final class Pages {
  private static final Map<String, String> ASSETS =
      Map.of(
          "weft.css", "text/css; charset=utf-8",
          "node.js", "text/javascript; charset=utf-8",
          "dashboard.js", "text/javascript; charset=utf-8",
          "chart.js", "text/javascript; charset=utf-8",
          "weft.svg", "image/svg+xml");

  private final NodeInfo node;
  private final Supplier<MeshSnapshot> mesh;
  private final Template front = Template.load("node.html");
  private final Template dashboard = Template.load("dashboard.html");

  Pages(NodeInfo node, Supplier<MeshSnapshot> mesh) {
    this.node = node;
    this.mesh = mesh;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/", context -> html(context, front));
    routes.get("/dashboard", context -> html(context, dashboard));
    for (Map.Entry<String, String> asset : ASSETS.entrySet()) {
      byte[] bytes = Template.resource(asset.getKey());
      routes.get(
          "/assets/" + asset.getKey(),
          context -> {
            context.header("Cache-Control", "max-age=300");
            context.contentType(asset.getValue()).result(bytes);
          });
    }
    routes.get("/favicon.ico", context -> context.redirect("/assets/weft.svg"));
  }

  private void html(Context context, Template page) {
    MeshSnapshot now = mesh.get();
    context.header("Cache-Control", "no-store");
    context.html(
        page.fill(
            Map.of(
                "multiaddr", node.multiaddr(),
                "originOptions", node.originOptions(),
                "peerId", node.peerId(),
                "version", node.version(),
                "connections", Integer.toString(now.connections()),
                "reservations", Integer.toString(now.reservations()))));
  }
}
