package dev.weft.origin;

import dev.weft.core.manifest.ManifestEntry;
import dev.weft.origin.publish.LoadedManifest;
import dev.weft.origin.publish.SiteSource;
import dev.weft.web.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./weft manifest diff}: what visitors of one manifest find changed in another. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description =
        "Lists the files that differ between two manifests; exits as diff does: 0 for none, 1 for"
            + " some.")
final class ManifestDiffCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OLD", description = "A published folder, or a site's URL.")
  String old = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "The same, later.")
  String later = "";

  @Override
  public Integer call() throws StartException {
    Map<String, ManifestEntry> before = load("OLD", old);
    Map<String, ManifestEntry> after = load("NEW", later);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    int differences = 0;
    long fetched = 0;
    for (String path : paths) {
      ManifestEntry one = before.get(path);
      ManifestEntry other = after.get(path);
      if (other == null) {
        out.println("- " + path);
      } else if (one == null) {
        out.printf("+ %s  %,d bytes%n", path, other.size());
      } else if (!one.root().equals(other.root())) {
        out.printf("~ %s  %,d bytes, was %,d%n", path, other.size(), one.size());
      } else if (!one.equals(other)) {
        out.printf("h %s  headers or type%n", path);
      } else {
        continue;
      }
      differences++;
      fetched +=
          other == null || (one != null && one.root().equals(other.root())) ? 0 : other.size();
    }
    out.printf(
        "%,d of %,d files differ; %,d bytes are new to visitors%n",
        differences, paths.size(), fetched);
    out.flush();
    return differences == 0 ? 0 : 1;
  }

  private static Map<String, ManifestEntry> load(String name, String site) throws StartException {
    try {
      Map<String, ManifestEntry> entries = new TreeMap<>();
      for (ManifestEntry entry : LoadedManifest.of(SiteSource.of(site)).entries()) {
        entries.put(entry.path(), entry);
      }
      return entries;
    } catch (IOException unreadable) {
      throw new StartException(name + ": " + unreadable.getMessage() + ".", unreadable);
    }
  }
}
