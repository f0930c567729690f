package dev.weft.origin;

import dev.weft.core.multiformats.Multibase;
import dev.weft.web.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./weft keygen FILE}: makes a site's key and prints its public half. */
@Command(
    name = "keygen",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a key that signs a site's manifests.",
      "Prints the public key, for data-weft-key and weft manifest verify --key."
    })
final class KeygenCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The file to make, mode 0600; one that is there is never replaced.")
  Path file = Path.of("");

  @Override
  public Integer call() throws StartException {
    if (Files.exists(file)) {
      throw new StartException("FILE: " + file + " is there; a key is never replaced.");
    }
    SiteKey key = SiteKey.of(file, null);
    var command = Objects.requireNonNull(spec).commandLine();
    command.getErr().println("Made " + file + " (mode 0600). Keep it: it is what visitors trust.");
    command.getErr().flush();
    command.getOut().println(Multibase.BASE64_URL.encodeBare(key.publicKey().encode()));
    command.getOut().flush();
    return 0;
  }
}
