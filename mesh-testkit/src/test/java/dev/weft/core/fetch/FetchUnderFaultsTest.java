package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimHostile;
import dev.weft.testkit.SimMesh;
import dev.weft.testkit.SimOrigin;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.SimSite;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.Urgency;
import dev.weft.testkit.VirtualLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded disorder: honest, slow, partial, silent, dying and lying peers, all at once. */
class FetchUnderFaultsTest {
  private static final int RUNS = 12;
  private static final long MBIT = 125_000;
  private static final int[] SIZES = {1, 65_535, 65_536, 65_537, 300_000, 1_500_000};

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyAssetComesWholeAndNothingIsLeftBehind(long seed) {
    for (int run = 0; run < RUNS; run++) {
      new Run(new SeededEntropy(1_000 * seed + run)).check();
    }
  }

  private static final class Run {
    private final SeededEntropy entropy;
    private final VirtualLoop loop = new VirtualLoop();
    private final SimSite site = new SimSite(64 * 1024);
    private final List<SimSite.File> files = new ArrayList<>();
    private final SimOrigin origin = new SimOrigin(loop, 80, 20 * MBIT);
    private final SimMesh mesh;
    private final SimVisitor visitor;

    Run(SeededEntropy entropy) {
      this.entropy = entropy;
      for (int i = 0; i < 4; i++) {
        byte[] bytes = entropy.bytes(SIZES[entropy.below(SIZES.length)]);
        long encoded = entropy.below(3) == 0 ? bytes.length / 2 : bytes.length;
        SimSite.File file = site.put("/asset-" + i, bytes, encoded);
        origin.put(file.path, bytes);
        files.add(file);
      }
      mesh = new SimMesh(loop, site, origin, 3);
      visitor = mesh.visitor(access());
      int peers = entropy.below(5);
      for (int i = 0; i < peers; i++) {
        addPeer();
      }
    }

    private SimRtc.Access access() {
      int[] mbit = {1, 5, 50};
      return new SimRtc.Access(
          5 + entropy.below(60), mbit[entropy.below(mbit.length)] * MBIT, 100 * MBIT);
    }

    private SimSite.File any() {
      return files.get(entropy.below(files.size()));
    }

    private void addPeer() {
      SimSite.File file = any();
      switch (entropy.below(6)) {
        case 0 -> hostile(SimHostile.SILENT, file);
        case 1 -> hostile(SimHostile.LIAR, file);
        case 2 -> hostile(SimHostile.drip(1 + entropy.below(300)), file);
        case 3 -> {
          int after = entropy.below(8);
          int[] asked = {0};
          hostile(
              (peer, number, block) -> {
                if (asked[0]++ == after) {
                  peer.send(number, block, 0, block.length / 2 + 1);
                  loop.schedule(entropy.below(100), peer::die);
                } else {
                  peer.send(number, block, 0, block.length);
                }
              },
              file);
        }
        default -> {
          SimVisitor seeder = mesh.visitor(access()).has(file).has(any());
          mesh.connect(visitor, seeder);
          // Some of what it says it has is gone or rotten.
          for (int i = entropy.below(4); i > 0; i--) {
            SimSite.File broken = any();
            byte[] block =
                seeder.storage.blocks.get(
                    broken.blocks.get(entropy.below(broken.blocks.size())).cid);
            if (block != null) {
              block[0] ^= 1;
            }
          }
        }
      }
    }

    private void hostile(SimHostile.Behaviour behaviour, SimSite.File file) {
      new SimHostile(mesh, site, visitor, behaviour, file);
    }

    void check() {
      List<SimDownload> downloads = new ArrayList<>();
      List<SimSite.File> asked = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        SimSite.File file = any();
        asked.add(file);
        downloads.add(
            visitor.fetch(file.path, entropy.below(2) == 0 ? Urgency.NOW : Urgency.CAN_WAIT));
        loop.runFor(entropy.below(150));
      }
      loop.runUntil(() -> downloads.stream().allMatch(SimDownload::isOver), 60_000);
      for (int i = 0; i < asked.size(); i++) {
        assertThat(downloads.get(i).failure()).isNull();
        assertThat(downloads.get(i).bytes()).isEqualTo(asked.get(i).bytes);
      }
      loop.runFor(30_000);
      assertThat(visitor.fetcher.active()).isZero();
      assertThat(visitor.staleManifests).isZero();
      for (SimSite.File file : asked) {
        for (SimSite.Block block : file.blocks) {
          assertThat(visitor.storage.blocks.get(block.cid)).isEqualTo(block.bytes);
        }
      }
    }
  }
}
