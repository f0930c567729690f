package dev.weft.origin.manifest;

import dev.weft.core.io.Digests;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.unixfs.DagBuilder;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmDigests;
import dev.weft.origin.folder.SiteFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Computes the CIDs of files, reading each once and keeping nothing of it. */
final class FileHasher {
  private static final int READ_BYTES = 1 << 18;

  private final int chunkBytes;
  private final Digests digests = new JvmDigests(Effects.direct());

  FileHasher(int chunkBytes) {
    this.chunkBytes = chunkBytes;
  }

  /**
   * The root of the file's DAG.
   *
   * @param progress gets the number of bytes of each read
   * @throws IOException when it cannot be read, or has another size than it was found with
   */
  Cid hash(SiteFile file, IntConsumer progress) throws IOException {
    DagBuilder builder = new DagBuilder(chunkBytes, digests, (cid, block) -> {});
    long total = 0;
    try (InputStream in = Files.newInputStream(file.file())) {
      for (byte[] piece = in.readNBytes(READ_BYTES);
          piece.length > 0 && total <= file.size();
          piece = in.readNBytes(READ_BYTES)) {
        answer(builder.write(piece));
        total += piece.length;
        progress.accept(piece.length);
      }
    }
    if (total != file.size()) {
      throw new IOException(file.path() + " changed while it was read");
    }
    return answer(builder.finish()).cid();
  }

  /** The answer of an effect that answers within the call, as direct effects do. */
  static <T> T answer(Promise<T> promise) {
    AtomicReference<@Nullable T> value = new AtomicReference<>();
    promise.then(
        value::set,
        failure -> {
          throw failure;
        });
    T answer = value.get();
    if (answer == null) {
      throw MeshException.local("late", "a direct effect has not answered");
    }
    return answer;
  }
}
