package dev.weft.origin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.ResponseHeader;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multibase;
import dev.weft.origin.publish.LoadedManifest;
import dev.weft.origin.publish.SiteSource;
import dev.weft.web.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./weft manifest show}: prints a manifest for people or programs. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Prints a manifest: what is signed, and every file with size and CID.")
final class ManifestShowCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SITE",
      description = "A published folder, or a site's URL.")
  String site = "";

  @Option(names = "--json", description = "Prints one JSON object.")
  boolean json;

  @Override
  public Integer call() throws StartException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try {
      LoadedManifest manifest = LoadedManifest.of(SiteSource.of(site));
      if (json) {
        out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(asJson(manifest)));
      } else {
        print(manifest, out);
      }
      out.flush();
      return 0;
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException unreadable) {
      throw new StartException("SITE: " + unreadable.getMessage() + ".", unreadable);
    }
  }

  private static void print(LoadedManifest manifest, PrintWriter out) {
    ManifestRoot root = manifest.root();
    out.println("sequence    " + root.sequence());
    out.println("issued      " + Instant.ofEpochSecond(root.issuedUnixSeconds()));
    out.println("expires     " + Instant.ofEpochSecond(root.expiresUnixSeconds()));
    out.println("site key    " + Multibase.BASE64_URL.encodeBare(root.siteKey().encode()));
    out.println("endorsed    " + (root.endorsement() == null ? "no" : "by a former key"));
    out.println("chunk size  " + root.chunkBytes());
    root.bootstrap().forEach(node -> out.println("node        " + node));
    root.allowedOrigins().forEach(origin -> out.println("page origin " + origin));
    out.printf(
        "%,d files in %d shards, root of %,d bytes%n%n",
        manifest.entries().size(), root.shards().size(), manifest.rootBytes());
    for (ManifestEntry entry : manifest.entries()) {
      out.printf("%,14d  %s  %s%n", entry.size(), entry.root(), entry.path());
    }
  }

  private static Map<String, Object> asJson(LoadedManifest manifest) {
    ManifestRoot root = manifest.root();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sequence", root.sequence());
    json.put("issued", Instant.ofEpochSecond(root.issuedUnixSeconds()).toString());
    json.put("expires", Instant.ofEpochSecond(root.expiresUnixSeconds()).toString());
    json.put("siteKey", Multibase.BASE64_URL.encodeBare(root.siteKey().encode()));
    json.put("endorsed", root.endorsement() != null);
    json.put("chunkSize", root.chunkBytes());
    json.put("bootstrap", root.bootstrap().stream().map(Multiaddr::toString).toList());
    json.put("pageOrigins", root.allowedOrigins());
    json.put("shards", root.shards().size());
    json.put("rootBytes", manifest.rootBytes());
    json.put("files", manifest.entries().stream().map(ManifestShowCommand::asJson).toList());
    return json;
  }

  private static Map<String, Object> asJson(ManifestEntry entry) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (ResponseHeader header : entry.headers()) {
      headers.put(header.name(), header.value());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", entry.path());
    json.put("cid", entry.root().toString());
    json.put("size", entry.size());
    json.put("encodedSize", entry.encodedSize());
    json.put("mediaType", entry.mediaType());
    json.put("headers", headers);
    if (entry.gzip() != null) {
      json.put("gzip", Map.of("cid", entry.gzip().root().toString(), "size", entry.gzip().size()));
    }
    return json;
  }
}
