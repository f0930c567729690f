package dev.weft.pipe;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** SHA-256 of a body beside its writer, whose own thread calls the methods here. */
interface BodyDigest {
  /** There is something in the ring. */
  void wake();

  /** Whether all that was written is hashed; when not, the writer is woken when it is. */
  boolean hasAll();

  /**
   * The digest in lower-case hexadecimal, when it {@link #hasAll}; ends its use. Null when nothing
   * is hashed.
   */
  @Nullable String hex();

  /** What {@link #hex} would be after these bytes, which are not taken. */
  @Nullable String hexWith(ByteBuffer bytes);

  /** Leaves the ring, and forgets all; then that runs, on any thread. */
  void leave(Runnable then);

  /** Of a body whose sender wants none. */
  BodyDigest NONE =
      new BodyDigest() {
        @Override
        public void wake() {}

        @Override
        public boolean hasAll() {
          return true;
        }

        @Override
        public @Nullable String hex() {
          return null;
        }

        @Override
        public @Nullable String hexWith(ByteBuffer bytes) {
          return null;
        }

        @Override
        public void leave(Runnable then) {
          then.run();
        }
      };
}
