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

/** Computes the CIDs of files, reading each once and keeping nothing of it. Thread-safe. */
public final class FileHasher {
  private static final int READ_BYTES = 1 << 18;

  private final int chunkBytes;
  private final Digests digests = new JvmDigests(Effects.direct());

  /** A hasher of blocks of this size. */
  public FileHasher(int chunkBytes) {
    this.chunkBytes = chunkBytes;
  }

  /**
   * The root of the file's DAG.
   *
   * @param progress gets the number of bytes of each read
   * @throws IOException when it cannot be read, or has another size than it was found with
   */
  Cid hash(SiteFile file, IntConsumer progress) throws IOException {
    try (InputStream in = Files.newInputStream(file.file())) {
      Cid cid = hash(in, file.size(), progress);
      if (cid == null) {
        throw new IOException(file.path() + " changed while it was read");
      }
      return cid;
    }
  }

  /**
   * The root of the DAG over a stream's bytes.
   *
   * @param size how many bytes it should have; at most one piece more is read
   * @param progress gets the number of bytes of each read
   * @return null when it has another size
   */
  public @Nullable Cid hash(InputStream in, long size, IntConsumer progress) throws IOException {
    DagBuilder builder = new DagBuilder(chunkBytes, digests, (cid, block) -> {});
    long total = 0;
    for (byte[] piece = in.readNBytes(READ_BYTES);
        piece.length > 0 && total <= size;
        piece = in.readNBytes(READ_BYTES)) {
      answer(builder.write(piece));
      total += piece.length;
      progress.accept(piece.length);
    }
    return total == size ? answer(builder.finish()).cid() : null;
  }

  /** The root of the DAG over these bytes. */
  public Cid hash(byte[] bytes) {
    DagBuilder builder = new DagBuilder(chunkBytes, digests, (cid, block) -> {});
    answer(builder.write(bytes));
    return answer(builder.finish()).cid();
  }

  /** The answer of an effect that answers within the call, as direct effects do. */
  public static <T> T answer(Promise<T> promise) {
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
