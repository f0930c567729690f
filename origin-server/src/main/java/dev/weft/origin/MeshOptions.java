package dev.weft.origin;

import dev.weft.web.OptionText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What pages are told of the mesh. */
final class MeshOptions {
  @Option(
      names = "--bootstrap",
      paramLabel = "MULTIADDR",
      description =
          "A node where pages join the mesh, as ./weft bootstrap prints it; may be given again.")
  List<String> bootstrap = List.of();

  @Option(
      names = "--report",
      paramLabel = "URL",
      description = "Where pages report what was saved: the node's /report.")
  @Nullable String report;

  @Option(
      names = "--ice-server",
      paramLabel = "URL[,NAME,SECRET]",
      description =
          "A STUN or TURN server for WebRTC, such as the node's own STUN; may be given again."
              + " Default: none.")
  List<String> iceServers = List.of();

  @Option(
      names = "--relay-only",
      description =
          "Pages reach each other through TURN servers alone, and never learn each other's"
              + " addresses.")
  boolean relayOnly;

  @Option(
      names = "--off",
      description =
          "Switches Weft off in all pages, with the next page that each visitor opens: the origin"
              + " serves, and the service worker goes.")
  boolean off;

  @Option(
      names = "--page-origin",
      paramLabel = "ORIGIN",
      description =
          "A further origin whose pages may use this site's manifest and files, such as"
              + " https://www.example.org; may be given again.")
  List<String> pageOrigins = List.of();

  @Mixin VisitorOptions visitors = new VisitorOptions();

  /** The settings; {@code turn} hands out credentials, or is null. */
  ClientSettings settings(ClientSettings.@Nullable Turn turn) {
    return new ClientSettings(
        bootstrap.stream()
            .map(text -> OptionText.read("--bootstrap", text, ClientSettings::node))
            .toList(),
        iceServers.stream().map(ClientSettings.IceServer::parse).toList(),
        turn,
        relayOnly,
        report,
        off,
        visitors.terms());
  }
}
