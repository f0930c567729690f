package dev.weft.origin;

import dev.weft.core.manifest.GzipVariant;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multibase;
import dev.weft.origin.manifest.FileHasher;
import dev.weft.origin.manifest.WeftPaths;
import dev.weft.origin.publish.LoadedManifest;
import dev.weft.origin.publish.SiteSource;
import dev.weft.web.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./weft manifest verify}: whether a site's files are those that its manifest names. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Checks signature, expiry, shards and the hash of every file; exits with 1 when anything is"
            + " wrong.")
final class ManifestVerifyCommand implements Callable<Integer> {
  /** More lines of what is wrong help nobody. */
  private static final int MAX_LINES = 20;

  @Spec @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SITE",
      description = "A published folder, or a site's URL.")
  String site = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "The site key that it must be signed with, as ./weft keygen prints it.")
  @Nullable String key;

  @Option(
      names = "--no-files",
      description = "Does not read the files, which for a URL are fetched.")
  boolean noFiles;

  private int wrong;

  @Override
  public Integer call() throws StartException {
    var command = Objects.requireNonNull(spec).commandLine();
    PrintWriter out = command.getOut();
    PrintWriter err = command.getErr();
    SiteSource source;
    LoadedManifest manifest;
    try {
      source = SiteSource.of(site);
      manifest = LoadedManifest.of(source);
    } catch (IOException broken) {
      throw new StartException("SITE: " + broken.getMessage() + ".", broken);
    }
    String signedWith = Multibase.BASE64_URL.encodeBare(manifest.root().siteKey().encode());
    if (key != null && !key.equals(signedWith)) {
      say(err, "it is signed with the key " + signedWith + ", not with " + key);
    }
    Instant expires = Instant.ofEpochSecond(manifest.root().expiresUnixSeconds());
    if (expires.isBefore(Instant.now())) {
      say(err, "it has expired on " + expires + "; publish again");
    }
    if (!noFiles) {
      FileHasher hasher = new FileHasher(manifest.root().chunkBytes());
      manifest.entries().forEach(entry -> check(source, hasher, entry, err));
    }
    if (wrong > MAX_LINES) {
      err.println("and " + (wrong - MAX_LINES) + " more");
    }
    if (wrong == 0) {
      out.printf(
          "good: sequence %d, %,d files%s%n",
          manifest.root().sequence(),
          manifest.entries().size(),
          noFiles ? ", not read" : ", every hash is right");
    }
    out.flush();
    err.flush();
    return wrong == 0 ? 0 : 1;
  }

  private void check(SiteSource source, FileHasher hasher, ManifestEntry entry, PrintWriter err) {
    check(source, hasher, entry.path(), entry.size(), entry.root(), err);
    GzipVariant variant = entry.gzip();
    if (variant != null) {
      String path = WeftPaths.GZIP + variant.root();
      check(source, hasher, path, variant.size(), variant.root(), err);
    }
  }

  private void check(
      SiteSource source, FileHasher hasher, String path, long size, Cid root, PrintWriter err) {
    try (InputStream in = source.open(path)) {
      Cid found = hasher.hash(in, size, read -> {});
      if (found == null) {
        say(err, path + " is not of " + size + " bytes");
      } else if (!found.equals(root)) {
        say(err, path + " has other bytes than were signed");
      }
    } catch (IOException missing) {
      say(err, String.valueOf(missing.getMessage()));
    }
  }

  private void say(PrintWriter err, String what) {
    wrong++;
    if (wrong <= MAX_LINES) {
      err.println("wrong: " + what);
    }
  }
}
