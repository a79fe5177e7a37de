package dev.codex.pods;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the paths of a container are on this machine: a plain process has no file system of its own, so they are replaced
 * in arguments, variables and mounted texts.
 */
final class PathMap {
  private final Map<String, Path> places =
      new TreeMap<>(Comparator.comparing(String::length).reversed().thenComparing(path -> path));

  void put(String path, Path place) {
    places.put(path, place);
  }

  String map(String text) {
    String mapped = text;
    for (Map.Entry<String, Path> entry : places.entrySet()) {
      if (!entry.getKey().equals("/tmp")) {
        mapped = mapped.replace(entry.getKey(), entry.getValue().toString());
      }
    }
    return mapped;
  }
}
