package dev.weft.core.fetch;

import dev.weft.core.io.MeshException;
import org.jspecify.annotations.Nullable;

/**
 * Who gets an asset's bytes, in order: {@link #head}, any number of {@link #data}, then {@link
 * #end}; {@link #failed} instead of any of these. After the last two nothing more comes. Calls may
 * come from within the call that asked.
 */
public interface Sink {
  /**
   * The first bytes follow, or the end.
   *
   * @param status 200, or 206 for a part of the asset; another only where the page gets the
   *     origin's answer unchanged
   * @param size of the whole in bytes, −1 when it is not known
   * @param mediaType of the manifest, or the origin's where its answer goes to the page unchanged
   */
  void head(int status, long size, @Nullable String mediaType);

  /** The next bytes, at least one; others may hold the same array, so it must not be changed. */
  void data(byte[] bytes);

  /**
   * How many of its bytes it has not passed on yet. A {@link Fetcher#read} goes on as these become
   * fewer, see {@link Fetcher#taken}; other fetches do not ask.
   */
  default int backlog() {
    return 0;
  }

  /** That was all. */
  void end();

  /**
   * It does not come, or not whole. Code {@code unavailable} when neither peers nor origin deliver,
   * {@code changed-at-origin} when bytes of the manifest's version had gone to the page already,
   * {@code busy}, {@code cancelled}; of a read, {@code origin-only}.
   */
  void failed(MeshException reason);
}
