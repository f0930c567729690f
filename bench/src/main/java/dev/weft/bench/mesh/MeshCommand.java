package dev.weft.bench.mesh;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./weft bench mesh}. */
@Command(
    name = "mesh",
    mixinStandardHelpOptions = true,
    description = "Weft beside other ways from browser to browser, in a real Chromium.")
public final class MeshCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    return 0;
  }
}
