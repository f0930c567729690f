package dev.weft.e2e.hashes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.io.Digests;
import dev.weft.core.unixfs.DagBuilder;
import dev.weft.core.unixfs.DagLink;
import dev.weft.e2e.node.NodeProcess;
import dev.weft.e2e.node.NodeRuntime;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmDigests;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The CIDs of our builder are those of ipfs-unixfs-importer 17.1 with CID version 1, raw leaves,
 * fixed-size chunks, a balanced layout of 174 children and {@code reduceSingleLeafToSelf}.
 */
class HashInteropTest {
  private static final int PIECE_BYTES = 1 << 20;
  private static final int SEED = 0x9e3779b9;
  private static final Duration IMPORT_TIMEOUT = Duration.ofSeconds(60);

  private final Digests digests = new JvmDigests(Effects.direct());

  @ParameterizedTest
  @ValueSource(ints = {1 << 16, 1 << 18, 1 << 20})
  void namesFilesAsTheImporterDoes(int chunkBytes) {
    int[] sizes = {0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 10_000_000, 200_000_000};
    List<String> files = new ArrayList<>();
    for (int size : sizes) {
      files.add(chunkBytes + ":" + size);
    }
    try (NodeProcess importer = NodeRuntime.get().start("hashes.js", files)) {
      for (int i = 0; i < sizes.length; i++) {
        String ours = build(sizes[i], chunkBytes).cid().toString();
        assertThat(importer.await(files.get(i), IMPORT_TIMEOUT)).isEqualTo(ours);
      }
      importer.awaitSuccess(IMPORT_TIMEOUT);
    }
  }

  private DagLink build(int size, int chunkBytes) {
    DagBuilder builder = new DagBuilder(chunkBytes, digests, (cid, bytes) -> {});
    int state = SEED;
    for (int left = size; left > 0; left -= PIECE_BYTES) {
      ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      while (piece.hasRemaining()) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        piece.putInt(state);
      }
      builder.write(Arrays.copyOf(piece.array(), Math.min(left, PIECE_BYTES)));
    }
    List<DagLink> roots = new ArrayList<>(1);
    builder
        .finish()
        .then(
            roots::add,
            failure -> {
              throw failure;
            });
    assertThat(roots).hasSize(1);
    assertThat(roots.get(0).fileBytes()).isEqualTo(size);
    return roots.get(0);
  }
}
