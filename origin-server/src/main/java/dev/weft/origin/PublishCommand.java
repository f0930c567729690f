package dev.weft.origin;

import dev.weft.core.io.MeshException;
import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.ManifestTerms;
import dev.weft.core.manifest.SignedManifest;
import dev.weft.core.multiformats.Multibase;
import dev.weft.origin.folder.Glob;
import dev.weft.origin.folder.GzipCache;
import dev.weft.origin.folder.HeaderRules;
import dev.weft.origin.folder.Responses;
import dev.weft.origin.folder.SiteFile;
import dev.weft.origin.folder.SiteFolder;
import dev.weft.origin.manifest.ClientScript;
import dev.weft.origin.manifest.FileHasher;
import dev.weft.origin.manifest.Inventory;
import dev.weft.origin.manifest.SharingRules;
import dev.weft.origin.manifest.WeftPaths;
import dev.weft.origin.publish.AskedServer;
import dev.weft.origin.publish.LoadedManifest;
import dev.weft.origin.publish.SiteSource;
import dev.weft.origin.publish.StaticBuild;
import dev.weft.origin.publish.TerminalProgress;
import dev.weft.web.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./weft publish DIR}: writes what pages need of Weft beside a site's static files. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Writes the signed manifest, the settings and the client into a static build, for nginx,"
            + " S3 or any CDN to serve.",
    footer = {
      "",
      "Run it after each build, and at least every 30 days: a manifest counts so long.",
      "A GLOB starting with / is matched from the top of the site, another one at any depth; **"
          + " stands for any number of folders."
    })
final class PublishCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the static build.")
  Path folder = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write; the same by default. To be served together with the build.")
  @Nullable Path out;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The server of the build, which has it already: it is asked how it answers for each file."
              + " Its types and headers go into the manifest, and what it sends with private ones,"
              + " or not at all, does not.")
  @Nullable URI server;

  @Mixin MeshOptions mesh = new MeshOptions();
  @Mixin KeyOptions keys = new KeyOptions();
  @Mixin SharingOptions sharing = new SharingOptions();

  @Override
  public Integer call() throws StartException {
    CommandSpec command = Objects.requireNonNull(spec);
    OriginConfig config = config(command);
    Path target = out == null ? folder : out;
    keepKeyPrivate(keys.file(folder), target);
    SiteFolder site = Inputs.folder(config);
    ManifestRoot before = before(target);
    SiteKey key = SiteKey.of(config.siteKey(), config.formerKey());
    keepTrust(before, key);
    try {
      ClientScript client = ClientScript.load();
      Counted counted = new Counted(command.commandLine().getErr());
      Inventory inventory = inventory(site, config, counted);
      long now = System.currentTimeMillis();
      SignedManifest manifest =
          FileHasher.answer(
              SignedManifest.of(
                  inventory.entries(),
                  terms(config, key),
                  before == null ? now : Math.max(now, before.sequence() + 1),
                  TimeUnit.MILLISECONDS.toSeconds(now)));
      byte[] settings = new PageSettings(config.client(), key.publicKey(), client, null).lasting();
      int written =
          new StaticBuild(target).write(manifest, inventory.variants(), before, settings, client);
      tell(command.commandLine().getOut(), target, manifest, counted.found, written, key, client);
      return 0;
    } catch (IOException broken) {
      throw new StartException("cannot publish: " + broken.getMessage() + ".", broken);
    } catch (MeshException unfit) {
      throw new StartException(
          "DIR: these files do not fit a manifest: " + unfit.getMessage() + "; share fewer.",
          unfit);
    }
  }

  private OriginConfig config(CommandSpec command) {
    try {
      if (server != null && !ClientSettings.isWebUrl(server.toString())) {
        throw new IllegalArgumentException("--server: '" + server + "' is no http(s) URL");
      }
      return OriginConfig.builder(folder)
          .siteKey(keys.file(folder))
          .formerKey(keys.formerKey)
          .chunkBytes(sharing.chunkBytes())
          .sharing(sharing.rules())
          .gzip(sharing.gzip)
          .client(mesh.settings(null))
          .pageOrigins(mesh.pageOrigins)
          .headerRules(sharing.headerRules())
          .build();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(command.commandLine(), String.valueOf(wrong.getMessage()));
    }
  }

  private void keepKeyPrivate(Path key, Path target) throws StartException {
    Path absolute = key.toAbsolutePath().normalize();
    for (Path served : List.of(folder, target)) {
      if (absolute.startsWith(served.toAbsolutePath().normalize())) {
        throw new StartException(
            "--key: " + key + " is in a folder that is to be published; keep it elsewhere.");
      }
    }
  }

  /** The manifest that is there; null when there is none. */
  private static @Nullable ManifestRoot before(Path target) throws StartException {
    Path manifest = target.resolve(WeftPaths.MANIFEST.substring(1));
    if (!Files.exists(manifest)) {
      return null;
    }
    try {
      return LoadedManifest.root(SiteSource.of(target.toString()));
    } catch (IOException broken) {
      throw new StartException(
          manifest + " cannot be read (" + broken.getMessage() + "); remove it to start over.",
          broken);
    }
  }

  /** Visitors who have seen the former key accept a new one only on the former one's word. */
  private static void keepTrust(@Nullable ManifestRoot before, SiteKey key) throws StartException {
    if (before != null
        && key.endorsement() == null
        && !Arrays.equals(before.siteKey().encode(), key.publicKey().encode())) {
      throw new StartException(
          "--key: the manifest that is there was signed with another key; name that one, or both"
              + " (--former-key), or remove the manifest to start over.");
    }
  }

  private static ManifestTerms terms(OriginConfig config, SiteKey key) {
    return new ManifestTerms(
        key.signer(),
        config.pageOrigins(),
        config.client().bootstrap(),
        config.chunkBytes(),
        key.endorsement());
  }

  private Inventory inventory(SiteFolder site, OriginConfig config, Counted counted)
      throws IOException, StartException {
    SharingRules rules = butOurOwn(config.sharing());
    Inventory inventory =
        new Inventory(
            site,
            rules,
            responses(site, rules, HeaderRules.foreign(config.headerRules())),
            new GzipCache(),
            config.chunkBytes(),
            false,
            config.gzip());
    site.walk(ignored -> {}, file -> counted.found++);
    Inventory.Update update = inventory.update(ignored -> {}, counted.progress);
    counted.progress.end();
    if (update.unread() > 0) {
      throw new StartException(
          "DIR: "
              + update.unread()
              + " files changed while they were read; publish when the build is over.");
    }
    return inventory;
  }

  /** How the files are answered: as the server says, or as the rules have it. */
  private Responses responses(SiteFolder site, SharingRules rules, HeaderRules headers)
      throws IOException {
    Responses told = Responses.by(headers);
    if (server == null) {
      return told;
    }
    List<SiteFile> files = new ArrayList<>();
    site.walk(
        ignored -> {},
        file -> {
          if (rules.allow(file, told.of(file))) {
            files.add(file);
          }
        });
    return AskedServer.of(server, files, headers);
  }

  /** The client is found in the folder from the second time on; pages load it before they mesh. */
  private static SharingRules butOurOwn(SharingRules rules) {
    List<Glob> exclude = new ArrayList<>(rules.exclude());
    exclude.add(new Glob(WeftPaths.CLIENT));
    exclude.add(new Glob(WeftPaths.CLIENT + ".sri"));
    exclude.add(new Glob("/weft/weft-*.js"));
    exclude.add(new Glob(WeftPaths.WORKER));
    return new SharingRules(rules.include(), exclude, rules.leastBytes(), rules.mostBytes());
  }

  /** Files of the folder, and how far their reading has come; the launcher knows the terminal. */
  private static final class Counted {
    final TerminalProgress progress;
    int found;

    Counted(PrintWriter err) {
      progress = new TerminalProgress(err, Boolean.getBoolean("weft.terminal"));
    }
  }

  private void tell(
      PrintWriter out,
      Path target,
      SignedManifest manifest,
      int found,
      int written,
      SiteKey key,
      ClientScript client) {
    out.printf(
        "Published %s: %,d files with %,d bytes are shared, %,d are not; %d files written.%n",
        target, manifest.files(), manifest.bytes(), found - manifest.files(), written);
    out.printf(
        "manifest    %,d bytes in %d shards, %s%n",
        manifest.envelope().length
            + manifest.shards().values().stream().mapToInt(b -> b.length).sum(),
        manifest.shards().size(),
        manifest.root().sequence());
    if (key.created() != null) {
      out.println(
          "key         made: " + key.created() + " (mode 0600). Keep it: visitors trust it.");
    }
    out.println("site key    " + Multibase.BASE64_URL.encodeBare(key.publicKey().encode()));
    out.println("pages need  " + ClientScript.tag());
    out.println("or, pinned  " + client.pinnedTag());
    out.flush();
  }
}
