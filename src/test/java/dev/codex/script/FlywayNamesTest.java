package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Problem;
import dev.codex.migration.Version;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlywayNamesTest {
  private final List<Problem> problems = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "V1__create_books.sql, VERSIONED, 1, create books",
    "V2.1__a.sql, VERSIONED, 2.1, a",
    "V2_1__a.sql, VERSIONED, 2.1, a",
    "V20240131120000__a_b.SQL, VERSIONED, 20240131120000, a b",
    "V1__a__b.sql, VERSIONED, 1, a  b",
    "V1__.sql, VERSIONED, 1, ''",
    "V1.sql, VERSIONED, 1, ''",
    "deep/er/V01__a.sql, VERSIONED, 1, a",
    "V1__lås.sql, VERSIONED, 1, lås",
    "U2__a.sql, UNDO, 2, a",
    "B2__a.sql, BASELINE, 2, a"
  })
  void a_version_stands_before_two_underscores(
      String path, MigrationName.Role role, String version, String description) {
    assertThat(parse(path)).contains(new MigrationName(role, Version.of(version), description));
    assertThat(problems).isEmpty();
  }

  @Test
  void a_repeatable_one_has_no_version() {
    assertThat(parse("R__book_overview.sql"))
        .contains(new MigrationName(MigrationName.Role.REPEATABLE, null, "book overview"));
  }

  @Test
  void an_accent_is_the_same_letter_in_either_form() {
    assertThat(parse("V1__la\u030As.sql")).isEqualTo(parse("V1__l\u00E5s.sql"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v1__a.sql          | the V in front has to be a capital       | did you mean V1__a.sql?",
        "V1_a_b.sql         | two underscores have to stand between    | did you mean V1__a_b.sql?",
        "V1.2_a.sql         | two underscores have to stand between    | did you mean V1.2__a.sql?",
        "V1-a b.sql         | two underscores have to stand between    | did you mean V1__a_b.sql?",
        "U1_a.sql           | two underscores have to stand between    | did you mean U1__a.sql?",
        "001_a.sql          | no V, R, U or B stands in front          | did you mean V001__a.sql?",
        "20240131-a.sql     | no V, R, U or B stands in front          | did you mean V20240131__a.sql?",
        "1__a.sql           | no V, R, U or B stands in front          | did you mean V1__a.sql?",
        "7.sql              | no V, R, U or B stands in front          | did you mean V7.sql?",
        "add_index.sql      | no V, R, U or B stands in front          | name it like V7__add_index.sql",
        "V__a.sql           | there is no version between V            | name it like V7__add_index.sql",
        "V1a__b.sql         | \"1a\" is no version                     | name it like V7__add_index.sql",
        "V1..2__b.sql       | \"1..2\" is no version                   | name it like V7__add_index.sql",
        "View.sql           | \"iew\" is no version                    | name it like V7__add_index.sql",
        "r__a.sql           | the letter in front has to be a capital  | did you mean R__a.sql?",
        "u1__a.sql          | the letter in front has to be a capital  | did you mean U1__a.sql?",
        "R_a.sql            | two underscores have to stand between    | did you mean R__a.sql?",
        "R1__a.sql          | a repeatable script has no version       | name it R__a.sql, or V1__a.sql",
        "R__.sql            | a repeatable script needs a name         | name it like V7__add_index.sql",
        "Ra.sql             | two underscores have to stand between    | did you mean R__a.sql?",
        "b3__base.sql       | the letter in front has to be a capital  | did you mean B3__base.sql?",
        "B3_base.sql        | two underscores have to stand between    | did you mean B3__base.sql?",
        "beforeMigrat.sql   | Codex has no moment at which a callback  | did you mean beforeMigrate.sql?",
        "beforeConnect__x.sql | Codex has no moment at which a callback beforeConnect is run | there are beforeMigrate",
        "V1__l\uFFFDs.sql     | its name cannot be read in this locale   | set LC_ALL=C.UTF-8",
        ".sql               | no V, R, U or B stands in front          | name it like V7__add_index.sql"
      })
  void a_name_that_does_not_parse_gets_a_better_one(String path, String fact, String advice) {
    assertThat(parse(path)).isEmpty();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).code()).isEqualTo(Problem.Code.UNREADABLE_NAME);
    assertThat(problems.get(0).fact()).startsWith(path + ": " + fact.strip());
    assertThat(problems.get(0).advice()).contains(advice.strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "V1__a.sql.bak", "V1__a.sql~", "sql", "V1__a.txt"})
  void what_does_not_end_in_sql_is_no_script(String name) {
    assertThat(FlywayNames.isScript(name)).isFalse();
  }

  private Optional<MigrationName> parse(String path) {
    return FlywayNames.parse(
        new FoundFile(path, FileStamp.NONE, InputStream::nullInputStream), problems::add);
  }
}
