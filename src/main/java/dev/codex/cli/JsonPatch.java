package dev.codex.cli;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations of RFC 6902 on what a YAML library has read, as kustomize applies them. */
final class JsonPatch {
  private JsonPatch() {}

  /** Applies one; throws {@link IllegalStateException} where it does not fit. */
  static void apply(Map<String, Object> object, Map<String, Object> operation) {
    String path = text(operation, "path");
    switch (text(operation, "op")) {
      case "add" -> add(object, path, copy(operation.get("value")));
      case "remove" -> remove(object, path);
      case "replace" -> {
        remove(object, path);
        add(object, path, copy(operation.get("value")));
      }
      case "copy" -> add(object, path, copy(find(object, text(operation, "from"))));
      case "move" -> add(object, path, remove(object, text(operation, "from")));
      case "test" -> check(Objects.equals(find(object, path), operation.get("value")), path);
      default -> throw new IllegalStateException("there is no operation " + operation.get("op"));
    }
  }

  /** A copy in all depth, which can be changed. */
  static Object copy(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, of) -> copy.put(String.valueOf(key), copy(of)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(of -> copy.add(copy(of)));
      return copy;
    }
    return Objects.requireNonNull(value);
  }

  @SuppressWarnings("unchecked")
  private static void add(Object object, String path, Object value) {
    Object parent = parent(object, path);
    String key = key(path);
    if (parent instanceof List<?> list) {
      List<Object> open = (List<Object>) list;
      open.add(key.equals("-") ? open.size() : index(key, open.size() + 1, path), value);
    } else {
      ((Map<String, Object>) parent).put(key, value);
    }
  }

  @CanIgnoreReturnValue
  private static Object remove(Object object, String path) {
    Object there = find(object, path);
    Object parent = parent(object, path);
    if (parent instanceof List<?> list) {
      Object removed = list.remove(index(key(path), list.size(), path));
      assert removed == there;
    } else {
      ((Map<?, ?>) parent).remove(key(path));
    }
    return there;
  }

  private static Object parent(Object object, String path) {
    return find(object, path.substring(0, path.lastIndexOf('/')));
  }

  private static String key(String path) {
    return unescaped(path.substring(path.lastIndexOf('/') + 1));
  }

  /** As RFC 6901 has it: what is called {@code prometheus.io/port} is {@code prometheus.io~1port} in a path. */
  private static String unescaped(String key) {
    return key.replace("~1", "/").replace("~0", "~");
  }

  private static Object find(Object object, String path) {
    Object found = object;
    for (String escaped : path.isEmpty() ? new String[0] : path.substring(1).split("/")) {
      String key = unescaped(escaped);
      Object inner = found instanceof List<?> list
          ? list.get(index(key, list.size(), path))
          : found instanceof Map<?, ?> map ? map.get(key) : null;
      check(inner != null, path);
      found = Objects.requireNonNull(inner);
    }
    return found;
  }

  private static int index(String key, int size, String path) {
    int index = Integer.parseInt(key);
    check(index < size, path);
    return index;
  }

  private static String text(Map<String, Object> operation, String key) {
    if (operation.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalStateException("the operation has no " + key);
  }

  private static void check(boolean fits, String path) {
    if (!fits) {
      throw new IllegalStateException(path + " is not what it changes");
    }
  }
}
