package dev.weft.testkit.decoders;

import dev.weft.core.io.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Promises kept one after the other, in order, so that what they draw is always the same. */
final class Gathered {
  private Gathered() {}

  /** So many values of the same maker. */
  static <T> Promise<List<T>> times(int count, Supplier<Promise<T>> maker) {
    List<Supplier<Promise<T>>> makers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      makers.add(maker);
    }
    return of(makers);
  }

  /** The makers' values. */
  static <T> Promise<List<T>> of(List<Supplier<Promise<T>>> makers) {
    return add(makers, new ArrayList<>());
  }

  private static <T> Promise<List<T>> add(List<Supplier<Promise<T>>> makers, List<T> values) {
    if (values.size() == makers.size()) {
      return Promise.of(values);
    }
    return makers
        .get(values.size())
        .get()
        .flatMap(
            value -> {
              values.add(value);
              return add(makers, values);
            });
  }
}
