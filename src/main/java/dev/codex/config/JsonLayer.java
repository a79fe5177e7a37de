package dev.codex.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads nested keys: those of the YAML file, and those that an embedding application hands over. */
final class JsonLayer {
  private final Layer layer;
  private final Faults faults;
  private final Source source;

  private JsonLayer(String name, Faults faults) {
    this.layer = new Layer(faults);
    this.faults = faults;
    this.source = new Source(Source.Rank.FILE, name);
  }

  static Layer of(JsonObject json, String name, Faults faults) {
    JsonLayer reader = new JsonLayer(name, faults);
    reader.readSection("", json);
    return reader.layer;
  }

  private void readSection(String prefix, JsonObject section) {
    for (Map.Entry<String, Object> entry : section) {
      String path = prefix + entry.getKey();
      @Nullable
      Object value =
          section.getMap().get(entry.getKey()) instanceof Instant date ? date : entry.getValue();
      Optional<ConfigKey<?>> key = ConfigKeys.atPath(path);
      if (key.isPresent()) {
        readValue(key.get(), value);
      } else if (!ConfigKeys.isSection(path)) {
        faults.add("the key " + path + " in " + source + " is not known", Nearest.key(path));
      } else if (value instanceof JsonObject inner) {
        readSection(path + ".", inner);
      } else {
        faults.addIf(
            value != null,
            path + " in " + source + " is a value",
            "it is a section, with keys of its own below it");
      }
    }
  }

  /** A key without a value is one that is not set. */
  private void readValue(ConfigKey<?> key, @Nullable Object value) {
    if (value instanceof JsonObject section && key.type().equals(ValueType.PLACEHOLDERS)) {
      PlaceholderValues.of(section, source, faults)
          .ifPresent(values -> layer.put(new Setting(key, values, source)));
    } else if (value instanceof JsonArray array && key.type().equals(ValueType.LIST)) {
      readList(key, array);
    } else if (value instanceof String text) {
      layer.put(key, text, source);
    } else if (value instanceof Number || value instanceof Boolean || value instanceof Instant) {
      readScalar(key, value);
    } else if (value != null) {
      layer.refuse(key, value instanceof JsonObject ? "a section" : "a list", source);
    }
  }

  /** YAML reads 0123 as 83, 1.10 as 1.1 and 2024-05-01 as a date: where the text counts, it has to be quoted. */
  private void readScalar(ConfigKey<?> key, Object value) {
    if (key.type().plainText()) {
      String kind =
          value instanceof Boolean ? "a boolean" : value instanceof Instant ? "a date" : "a number";
      faults.add(key.path() + " in " + source + " is read as " + kind, "put the value in quotes");
    } else {
      layer.put(key, value.toString(), source);
    }
  }

  private void readList(ConfigKey<?> key, JsonArray array) {
    List<String> items =
        array.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    faults.addIf(
        items.size() < array.size(),
        key.path() + " in " + source + " holds something that is no text",
        "put each item in quotes");
    layer.put(new Setting(key, items, source));
  }
}
