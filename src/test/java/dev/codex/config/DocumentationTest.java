package dev.codex.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.ConfigKey.Level;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** What people read about the configuration is what the table of keys says. */
final class DocumentationTest {
  private static final Path EXAMPLE = Path.of("conf/codex.yaml");
  private static final Path PAGE = Path.of("docs/configuration.md");

  @ParameterizedTest
  @EnumSource
  void the_page_lists_every_key_of_a_level(Level level) throws IOException {
    String heading = Map.of(
            Level.ESSENTIAL, "## Essentials", Level.OFTEN, "## Often", Level.RARELY, "## Rarely")
        .get(level);
    List<String> rows = Files.readAllLines(PAGE).stream()
        .dropWhile(line -> !line.equals(heading))
        .skip(4)
        .takeWhile(line -> line.startsWith("|"))
        .toList();
    assertThat(rows).containsExactlyElementsOf(rows(level));
  }

  @Test
  void the_example_shows_exactly_the_known_keys() throws IOException {
    Set<String> shown = new TreeSet<>();
    collect("", exampleWithEveryKey(), shown);
    assertThat(shown)
        .isEqualTo(ConfigKeys.all().stream()
            .map(ConfigKey::path)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void the_example_shows_the_defaults() throws IOException {
    JsonObject example = exampleWithEveryKey();
    Layer layer = JsonLayer.of(example, "conf/codex.yaml", new Faults());
    for (ConfigKey<?> key : ConfigKeys.all()) {
      if (key.defaultText() != null) {
        Object expected = key.type().parse(key.defaultText());
        assertThat(layer.find(key)).as(key.path()).map(Setting::value).hasValue(expected);
      }
    }
  }

  @Test
  void the_example_names_every_alias() throws IOException {
    String text = Files.readString(EXAMPLE).replaceAll("\\n *# ", " ");
    assertThat(ConfigKeys.all().stream().filter(key -> key.alias() != null))
        .allSatisfy(key -> assertThat(text).contains(key.alias()));
  }

  @Test
  void the_example_works_as_it_is() throws IOException {
    JsonObject example = json(new Yaml().load(Files.readString(EXAMPLE)));
    LoadedConfig loaded = ConfigLoader.resolve(example, "conf/codex.yaml", Map.of(), Map.of());
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().requireDatabase().describe())
        .isEqualTo("database codex on localhost:5432 as codex (from conf/codex.yaml)");
  }

  private static JsonObject exampleWithEveryKey() throws IOException {
    String text = Files.readString(EXAMPLE).replaceAll("(?m)^( *)#(?=[a-z_]+:)", "$1");
    return json(new Yaml().load(text));
  }

  private static JsonObject json(Map<String, Object> map) {
    return new JsonObject(map);
  }

  private static void collect(String prefix, JsonObject section, Set<String> paths) {
    section.forEach(entry -> {
      boolean known = ConfigKeys.atPath(prefix + entry.getKey()).isPresent();
      if (!known && entry.getValue() instanceof JsonObject inner) {
        collect(prefix + entry.getKey() + ".", inner, paths);
      } else {
        paths.add(prefix + entry.getKey());
      }
    });
  }

  private static List<String> rows(Level level) {
    return ConfigKeys.all().stream()
        .filter(key -> key.level() == level)
        .map(DocumentationTest::row)
        .toList();
  }

  private static String row(ConfigKey<?> key) {
    String variables = Stream.of(key.variable(), key.alias() == null ? key.variable() : key.alias())
        .distinct()
        .map(variable -> "`" + variable + "`")
        .collect(Collectors.joining(" or "));
    String text = key.defaultText() == null || key.defaultText().isEmpty()
        ? "-"
        : "`" + key.defaultText() + "`";
    return "| `" + key.path() + "` | " + variables + " | " + text + " | " + key.doc() + " |";
  }

  /** Prints the rows, to be put into the page. */
  public static void main(String[] args) {
    for (Level level : Level.values()) {
      rows(level).forEach(row -> System.out.println(level + " " + row));
    }
  }
}
