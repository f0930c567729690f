package dev.weft.core.io;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists searched for the very object. {@link List#remove(Object)} asks each element whether it
 * equals, so that whatever may stand in a list needs its {@code equals} in the client's script.
 */
public final class Same {
  private Same() {}

  /** Whether the object itself is in the list. */
  public static boolean isIn(List<?> list, @Nullable Object wanted) {
    return index(list, wanted) >= 0;
  }

  /** Takes the object itself out of the list; whether it was there. */
  public static boolean remove(List<?> list, @Nullable Object wanted) {
    int index = index(list, wanted);
    if (index >= 0) {
      list.remove(index);
    }
    return index >= 0;
  }

  private static int index(List<?> list, @Nullable Object wanted) {
    int index = list.size() - 1;
    while (index >= 0 && list.get(index) != wanted) {
      index--;
    }
    return index;
  }
}
