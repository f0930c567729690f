package dev.weft.e2e.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.origin.VisitorTerms;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What waits for peers that have proven nothing yet: of all else, four files at a time try them.
 */
class PreferTest extends DeviceWorld {
  private static final int FILES = 6;
  private static final int SMALL_BYTES = 20_000;
  private static final int LARGE_BYTES = 1_100_000;
  private static final int BLOCKS_OF_LARGE = 18;

  /** Fetches all at once, and says how many were not asked of peers. */
  private static final String FETCH_ALL =
      "paths => new Promise(done => { const reasons = []; weft.on('asset', asset => {"
          + " reasons.push(asset.fallback);"
          + " if (reasons.length == paths.length) done(reasons.filter(r => r == 'slower').length)"
          + " }); paths.forEach(path => weft.fetch(path).then(answer => answer.blob())) })";

  @ParameterizedTest
  @CsvSource({"balance, false, 2", "offload, false, 0", "balance, true, 0", "speed, true, 2"})
  void saysWhatWaitsForPeers(String prefer, boolean large, int notAsked) throws Exception {
    for (int i = 0; i < FILES; i++) {
      byte[] file = new byte[large ? LARGE_BYTES : SMALL_BYTES];
      new Random(i).nextBytes(file);
      site.file(i + ".bin", file);
    }
    List<String> paths = IntStream.range(0, FILES).mapToObj(i -> "/" + i + ".bin").toList();
    try (House house = House.open(site.folder(), VisitorTerms.preferring(prefer))) {
      Page seeder = join(house);
      seeder.evaluate(FETCH_ALL, paths);
      Visitors.keeps(seeder, FILES * (large ? BLOCKS_OF_LARGE : 1));
      Page visitor = join(house);
      assertThat(visitor.evaluate("weft.stats().state")).isEqualTo("mesh");
      assertThat(visitor.evaluate(FETCH_ALL, paths)).isEqualTo(notAsked);
    }
  }
}
