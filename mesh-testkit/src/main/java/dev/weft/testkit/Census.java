package dev.weft.testkit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many objects of Weft's classes can be reached from some, by class: connections, streams,
 * timers, records, and callbacks, which are the objects of lambdas. What leaks is among them.
 */
public final class Census {
  private static final String OURS = "dev.weft.";

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> waiting = new ArrayDeque<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  private Census() {}

  /** Counts what is reached, also through the collections of the JDK, but not through statics. */
  public static Map<String, Integer> of(List<Object> roots) {
    Census census = new Census();
    roots.forEach(census::meet);
    while (!census.waiting.isEmpty()) {
      census.visit(census.waiting.remove());
    }
    return census.counts;
  }

  private void meet(@Nullable Object object) {
    if (object != null && seen.add(object)) {
      waiting.add(object);
    }
  }

  private void visit(Object object) {
    if (object instanceof Object[] array) {
      for (Object element : array) {
        meet(element);
      }
    } else if (object instanceof Collection<?> elements) {
      elements.forEach(this::meet);
    } else if (object instanceof Map<?, ?> map) {
      map.keySet().forEach(this::meet);
      map.values().forEach(this::meet);
    } else if (object.getClass().getName().startsWith(OURS) && !(object instanceof Enum)) {
      counts.merge(kind(object.getClass()), 1, Integer::sum);
      for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
        fields(object, type);
      }
    }
  }

  private void fields(Object object, Class<?> type) {
    if (!type.getName().startsWith(OURS)) {
      return;
    }
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
        try {
          field.setAccessible(true);
          meet(field.get(object));
        } catch (IllegalAccessException hidden) {
          throw new AssertionError(hidden);
        }
      }
    }
  }

  /** Lambdas of one class count together: their own names are new in each run. */
  private static String kind(Class<?> type) {
    String name = type.getName();
    int lambda = name.indexOf("$$Lambda");
    return name.substring(OURS.length(), lambda < 0 ? name.length() : lambda)
        + (lambda < 0 ? "" : " lambda");
  }
}
