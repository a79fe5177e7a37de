package dev.codex.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.migration.SetSummary;
import dev.codex.script.ScriptIndex.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The text of an index, and what it names of a location. */
final class ScriptIndexTest {
  private static final Entry ONE = new Entry("V1__a.sql", 10, 1000, 0x1234);
  private static final Entry ODD = new Entry("b/R__ä  x.sql", 0, -1, 0xffffffffL);
  private static final ScriptIndex INDEX = new ScriptIndex(
      "1.2", "abc", new SetSummary("def", "1.0 of it", 2), List.of(List.of(ONE, ODD), List.of()));

  @Test
  void what_is_written_is_read_again() throws UnfitIndexException {
    assertThat(ScriptIndex.parse(INDEX.text().getBytes(UTF_8))).isEqualTo(INDEX);
    ScriptIndex repeatable =
        new ScriptIndex("1", "a", new SetSummary("d", null, 1), List.of(List.of(ONE)));
    assertThat(ScriptIndex.parse(repeatable.text().getBytes(UTF_8))).isEqualTo(repeatable);
  }

  @Test
  void it_is_no_index_wherever_it_is_cut_short() {
    byte[] whole = INDEX.text().getBytes(UTF_8);
    for (int length = 0; length < whole.length; length++) {
      byte[] torn = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ScriptIndex.parse(torn))
          .isInstanceOf(UnfitIndexException.class)
          .hasMessageMatching("it is no index|it is cut short, or was changed by hand");
    }
  }

  static List<List<String>> wrongs() {
    String text = INDEX.text();
    return List.of(
        List.of("select 1;\n", "it is no index"),
        List.of("\n".repeat(100), "it is no index"),
        List.of(
            text.replace("codex-index 1", "codex-index 2"),
            "it has another form than this codex writes"),
        List.of(text.replace("V1", "V2"), "it is cut short, or was changed by hand"),
        List.of(text + "\n", "it is cut short, or was changed by hand"),
        List.of(summed(""), "a line of it cannot be read"),
        List.of(summed("made by 1\n"), "a line of it cannot be read"),
        List.of(summed("settings s\nmade by 1\nset d 1\n"), "a line of it cannot be read"),
        List.of(summed("made by 1\nsettings s\nset d one\n"), "a line of it cannot be read"),
        List.of(summed("made by 1\nsettings s\nset d\n"), "a line of it cannot be read"),
        List.of(
            summed("made by 1\nsettings s\nset d 1\n12 1 1 V1.sql\n"),
            "a line of it cannot be read"),
        List.of(
            summed("made by 1\nsettings s\nset d 1\nlocation\n12 1 V1.sql\n"),
            "a line of it cannot be read"),
        List.of(
            summed("made by 1\nsettings s\nset d 1\nlocation\nxy 1 1 V1.sql\n"),
            "a line of it cannot be read"));
  }

  /** Lines with an end that fits them. */
  private static String summed(String lines) {
    String above = "codex-index 1\n" + lines;
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(above.getBytes(UTF_8));
    return above + "end %08x\n".formatted(crc.getValue());
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void it_says_what_is_wrong_with_it(List<String> wrong) {
    assertThatThrownBy(() -> ScriptIndex.parse(wrong.get(0).getBytes(UTF_8)))
        .isInstanceOf(UnfitIndexException.class)
        .hasMessage(wrong.get(1));
  }

  @Test
  void bytes_that_are_no_text_are_no_index() {
    byte[] bytes = new byte[4096];
    new java.util.Random(7).nextBytes(bytes);
    assertThatThrownBy(() -> ScriptIndex.parse(bytes)).hasMessage("it is no index");
  }

  @ParameterizedTest
  @CsvSource({
    "V1__a.sql, 10, 1000, -1,",
    "V1__a.sql, 10, -1, 4660,",
    "V1__a.sql, 11, 1000, -1, V1__a.sql has another text",
    "V1__a.sql, 10, 1000, 4661, V1__a.sql has another text",
    "V1__a.sql, 10, 1001, -1, V1__a.sql was written at another time",
    "V0__a.sql, 10, 1000, -1, V0__a.sql is not in it",
    "V2__a.sql, 10, 1000, -1, V1__a.sql is gone",
  })
  void it_tells_the_first_difference(
      String path, long size, long seconds, long crc, String difference) {
    assertThat(ScriptIndex.difference(List.of(ONE), List.of(new Entry(path, size, seconds, crc))))
        .isEqualTo(java.util.Optional.ofNullable(difference));
  }

  @Test
  void it_tells_what_is_new_and_what_is_gone_at_the_end() {
    assertThat(ScriptIndex.difference(List.of(ONE), List.of(ONE, ODD)))
        .contains("b/R__ä  x.sql is not in it");
    assertThat(ScriptIndex.difference(List.of(ONE, ODD), List.of(ONE)))
        .contains("b/R__ä  x.sql is gone");
  }
}
