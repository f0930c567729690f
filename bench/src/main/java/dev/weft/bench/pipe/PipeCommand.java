package dev.weft.bench.pipe;

import dev.weft.bench.Bench;
import dev.weft.bench.Scratch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weft bench pipe}. */
@Command(
    name = "pipe",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "The pipe beside piping-server and nginx's sendfile, one after another in one run, with"
            + " curls on this machine.")
public final class PipeCommand implements Callable<Integer> {
  private static final int MIB = 1 << 20;
  private static final long SEED = 6;

  /** Where files are not written to a disk; else the ordinary folder for such. */
  private static final Path MEMORY = Path.of("/dev/shm");

  /** Of the part with a capped uplink: the naive way takes receivers × size ÷ rate. */
  private static final int NAIVE_MIB = 128;

  private static final String UPLINK = "100M";
  private static final double UPLINK_BYTES = 100 * (double) MIB;

  /** Servers run for months; after this many transfers the compilers of two of them are done. */
  private static final int WARM_UPS = 3;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Of each size; medians count. Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(
      names = "--size",
      paramLabel = "MIB",
      split = ",",
      defaultValue = "256,800",
      description = "Sizes in MiB. Default: ${DEFAULT-VALUE}.")
  List<Integer> sizes = List.of();

  @Option(
      names = "--receivers",
      defaultValue = "30",
      description = "Besides one. Default: ${DEFAULT-VALUE}.")
  int receivers;

  private final PrintStream out = System.out;
  private int transfers;

  @Override
  public Integer call() throws IOException {
    Verdict verdict = new Verdict();
    try (Scratch scratch = Files.isWritable(MEMORY) ? Scratch.in(MEMORY) : Scratch.open();
        Contestant weft = Contestants.weft(Bench.home());
        Contestant piping = Contestants.piping(Bench.home().resolve("bench/pipe"));
        Contestant nginx = Contestants.nginx(scratch.folder())) {
      out.printf("%d processors, %d rounds, medians%n%n", processors(), rounds);
      for (int size : sizes) {
        Path file = file(scratch.folder(), size);
        Series many = measure(List.of(weft, piping, nginx), file, receivers);
        many.print(out, piping);
        verdict.speed(many, receivers, weft, piping);
        Contestant plain = weft.with("no digest", "-H", "X-Weft-Digest: none");
        Series one = measure(List.of(weft, plain, piping, nginx), file, 1);
        one.print(out, piping);
        verdict.speed(one, 1, weft, piping);
        verdict.speed(one, 1, plain, piping);
        digest(file);
        Files.delete(file);
      }
      uplink(weft, nginx, scratch.folder(), verdict);
      many(weft, verdict);
      verdict.memory(weft.peakRssMegabytes());
    }
    return verdict.print(out, System.err);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private Series measure(List<Contestant> contestants, Path file, int n) throws IOException {
    Series series = new Series(Files.size(file), n);
    for (int round = -WARM_UPS; round < rounds; round++) {
      for (Contestant each : contestants) {
        Load load = Curls.transfer(each, file, ++transfers, n);
        if (round >= 0) {
          series.add(each, load);
        }
      }
    }
    return series;
  }

  /** No transfer whose digest is reckoned takes less, however many processors there are. */
  private void digest(Path file) throws IOException {
    Duration least = Sha256.time(file);
    for (int round = 1; round < rounds; round++) {
      Duration next = Sha256.time(file);
      least = next.compareTo(least) < 0 ? next : least;
    }
    out.printf(
        Locale.ROOT,
        "SHA-256 of %d MiB, which the pipe reckons and the others do not: %.2f s of a"
            + " processor%n%n",
        Files.size(file) / MIB,
        seconds(least));
  }

  /**
   * The sender's uplink is what counts: the pipe needs it once, fetching from the sender n times.
   */
  private void uplink(Contestant weft, Contestant nginx, Path folder, Verdict verdict)
      throws IOException {
    Path file = file(folder, NAIVE_MIB);
    double ideal = Files.size(file) / UPLINK_BYTES;
    Load pipe = Curls.transfer(weft, file, ++transfers, receivers, "--limit-rate", UPLINK);
    Duration naive = Curls.oneByOne(nginx, file, receivers, UPLINK);
    out.printf(
        Locale.ROOT,
        "An uplink of 100 MiB/s, %d MiB to %d: size ÷ uplink %.2f s, pipe %.2f s, one by one %.2f"
            + " s%n%n",
        NAIVE_MIB,
        receivers,
        ideal,
        seconds(pipe.wall()),
        seconds(naive));
    verdict.uplink(ideal, seconds(pipe.wall()), seconds(naive), receivers);
  }

  private void many(Contestant weft, Verdict verdict) throws IOException {
    Duration wall = new ManyTransfers(weft, 64, receivers, MIB).run();
    out.printf(
        Locale.ROOT,
        "64 transfers at once, 1 MiB to %d each, from one process: %.2f s, every digest right%n%n",
        receivers,
        seconds(wall));
    verdict.many(wall);
  }

  static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private static Path file(Path folder, int mebibytes) throws IOException {
    Path file = folder.resolve("body-" + mebibytes);
    Random random = new Random(SEED);
    byte[] piece = new byte[MIB];
    try (OutputStream to = Files.newOutputStream(file)) {
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(piece);
        to.write(piece);
      }
    }
    return file;
  }
}
