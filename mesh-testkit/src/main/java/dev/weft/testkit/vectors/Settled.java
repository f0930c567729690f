package dev.weft.testkit.vectors;

import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import java.util.ArrayList;
import java.util.List;

/** What promises hold that are settled by now. */
public final class Settled {
  private Settled() {}

  /** The value; throws why there is none. */
  public static <T> T value(Promise<T> promise) {
    List<T> values = new ArrayList<>(1);
    List<MeshException> reasons = new ArrayList<>(1);
    promise.then(values::add, reasons::add);
    if (!reasons.isEmpty()) {
      throw reasons.get(0);
    }
    if (values.isEmpty()) {
      throw new IllegalStateException("not settled");
    }
    return values.get(0);
  }
}
