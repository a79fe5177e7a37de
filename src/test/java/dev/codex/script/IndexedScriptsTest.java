package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import dev.codex.migration.SetSummary;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When an index counts, when not, and what none can be made of. */
final class IndexedScriptsTest extends IndexedDirectory {
  private List<String> wrong() {
    return indexed().problems().stream().map(Problem::fact).toList();
  }

  @Test
  void it_vouches_for_what_the_scripts_are() {
    assertThat(indexed().vouched()).isEmpty();
    WrittenIndex written = indexed().write();
    assertThat(written).isEqualTo(new WrittenIndex(directory.root() + "/.codex-index", 3, 3));
    assertThat(indexed().vouched()).contains(directory.read().summary());
    assertThat(indexed().vouched().map(SetSummary::highest)).contains("2");
    assertThat(indexed().problems()).isEmpty();
    assertThat(directory.root().toFile().list()).hasSize(4);
  }

  @Test
  void it_is_believed_without_a_look_into_the_scripts() throws IOException {
    indexed().write();
    swap(NAME, "b", "x");
    assertThat(indexed().vouched()).isPresent();
    assertThat(wrong())
        .containsExactly("the index " + directory.root()
            + "/.codex-index is not that of the scripts: V2__b.sql has another text");
  }

  @Test
  void it_does_not_count_once_a_file_is_new_or_gone_or_another() throws IOException {
    indexed().write();
    directory.with("notes.txt", "x");
    assertThat(indexed().vouched()).as("any file may be one that is included").isEmpty();
    assertThat(wrong().get(0)).endsWith("notes.txt is not in it");
    Files.delete(file("notes.txt"));
    assertThat(indexed().vouched()).isPresent();

    swap("V1__a.sql", "int", "bigint");
    assertThat(indexed().vouched()).isEmpty();
    swap("V1__a.sql", "bigint", "int");
    assertThat(indexed().vouched()).isPresent();

    Files.delete(file("more/R__c.sql"));
    assertThat(indexed().vouched()).isEmpty();
    assertThat(wrong().get(0)).endsWith("more/R__c.sql is gone");
  }

  @Test
  void it_does_not_count_for_a_file_that_was_written_later_or_in_another_second()
      throws IOException {
    Instant second =
        Instant.now().minusSeconds(60).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    for (String path : List.of("V1__a.sql", NAME, "more/R__c.sql")) {
      Files.setLastModifiedTime(file(path), FileTime.from(second));
    }
    indexed().write();
    Path index = file(ScriptIndex.NAME);
    Files.setLastModifiedTime(index, FileTime.from(second.plusMillis(500)));
    assertThat(indexed().vouched()).isPresent();
    // in the second that the index names, and after it
    Files.setLastModifiedTime(file(NAME), FileTime.from(second.plusMillis(600)));
    assertThat(indexed().vouched()).isEmpty();
    Files.setLastModifiedTime(file(NAME), FileTime.from(second.minusSeconds(1)));
    assertThat(indexed().vouched()).isEmpty();
    assertThat(wrong()).as("nothing is wrong, it only does not count").isEmpty();
  }

  @Test
  void a_layer_of_an_image_keeps_whole_seconds_and_the_index_counts_there() throws IOException {
    indexed().write();
    try (Stream<Path> all = Files.walk(directory.root())) {
      for (Path one : all.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(
            one, FileTime.fromMillis(Files.getLastModifiedTime(one).toMillis() / 1000 * 1000));
      }
    }
    assertThat(indexed().vouched()).isPresent();
  }

  @Test
  void scripts_of_tomorrow_have_an_index_too() throws IOException {
    Files.setLastModifiedTime(file(NAME), FileTime.from(Instant.now().plusSeconds(86_400)));
    indexed().write();
    assertThat(indexed().vouched()).isPresent();
  }

  @Test
  void it_counts_for_the_settings_that_it_was_made_with() {
    new FormatDirectory(root.resolve("other")).with("V3__d.sql", "select 3;\n");
    indexed().write();
    for (JsonObject other : List.of(
        new JsonObject().put("format", "flyway"),
        new JsonObject().put("contexts", new JsonArray().add("prod")),
        new JsonObject().put("placeholder_prefix", "#{"),
        new JsonObject().put("placeholder_replacement", "true"),
        new JsonObject()
            .put(
                "locations",
                new JsonArray().add(directory.root() + "").add(root.resolve("other") + "")))) {
      assertThat(indexed(other).vouched()).as(other.encode()).isEmpty();
      assertThat(indexed(other).problems())
          .extracting(Problem::code)
          .contains(Problem.Code.STALE_INDEX);
    }
    assertThat(indexed(new JsonObject().put("placeholders", new JsonObject().put("a", "b")))
            .vouched())
        .as("no script that counts values can hold one")
        .isPresent();
  }

  @Test
  void another_codex_does_not_believe_it() throws IOException {
    indexed().write();
    ScriptIndex index = ScriptIndex.parse(Files.readAllBytes(file(ScriptIndex.NAME)));
    FileTime time = Files.getLastModifiedTime(file(ScriptIndex.NAME));
    Files.writeString(
        file(ScriptIndex.NAME),
        new ScriptIndex("0.0.9", index.settings(), index.set(), index.locations()).text());
    Files.setLastModifiedTime(file(ScriptIndex.NAME), time);
    assertThat(indexed().vouched()).isEmpty();
    assertThat(wrong().get(0)).contains("codex 0.0.9 has made it, and this is ");
  }

  @Test
  void rubbish_is_left_alone_and_named() throws IOException {
    Files.writeString(file(ScriptIndex.NAME), "rubbish");
    assertThat(indexed().vouched()).isEmpty();
    assertThat(wrong().get(0)).endsWith("it is no index");
    Files.delete(file(ScriptIndex.NAME));
    Files.createDirectory(file(ScriptIndex.NAME));
    assertThat(indexed().vouched()).isEmpty();
    assertThat(wrong().get(0)).containsPattern("scripts: .*(?:directory|IO)");
  }

  @Test
  void none_is_made_of_scripts_with_problems_or_with_values_of_a_run() {
    directory.with("R__d.sql", "create view d as select '${x}';\n");
    assertThatThrownBy(() -> indexed().write())
        .isInstanceOf(CodexException.ScriptsInvalid.class)
        .hasMessageStartingWith("R__d.sql is repeatable and may hold placeholders");
    assertThat(indexed(new JsonObject().put("placeholder_replacement", "false")).write())
        .isNotNull();
    directory.with("V2__again.sql", "select 1;\n");
    assertThatThrownBy(() -> indexed().write()).hasMessageContaining("V2__again.sql");
  }

  @Test
  void one_is_made_of_several_locations_and_is_in_the_first() throws IOException {
    FormatDirectory other =
        new FormatDirectory(root.resolve("other")).with("V3__d.sql", "select 3;\n");
    JsonObject both = new JsonObject()
        .put("locations", new JsonArray().add(directory.root() + "").add(other.root() + ""));
    assertThat(indexed(both).write().migrations()).isEqualTo(4);
    assertThat(indexed(both).vouched().map(SetSummary::highest)).contains("3");
    assertThat(indexed().vouched()).as("of the first alone").isEmpty();
    other.with("V3__d.sql", "select 33;\n");
    assertThat(indexed(both).vouched()).isEmpty();
  }
}
