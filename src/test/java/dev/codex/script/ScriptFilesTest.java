package dev.codex.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.migration.Checksum;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import dev.codex.migration.Problem.Code;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptFilesTest {
  private static Vertx vertx;

  @TempDir
  private Path root;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void scripts_are_found_at_any_depth_and_put_in_order() throws Exception {
    write("V10__ten.sql", "select 10;");
    write("old/V2__two.sql", "select 2;");
    write("old/deeper/V1__one.SQL", "select 1;");
    write("R__view.sql", "select 0;");
    write("README.md", "not a script");
    MigrationSet set = load();
    assertThat(set.problems()).isEmpty();
    assertThat(set.migrations())
        .extracting(Migration::label)
        .containsExactly("1 (one)", "2 (two)", "10 (ten)", "view");
    assertThat(set.migrations())
        .extracting(migration -> migration.script().path())
        .containsExactly(
            "old/deeper/V1__one.SQL", "old/V2__two.sql", "V10__ten.sql", "R__view.sql");
    assertThat(set.migrations().get(0).script().text()).contains("select 1;");
    assertThat(set.migrations().get(0).checksum()).isEqualTo(Checksum.of("select 1;"));
  }

  @Test
  void the_order_of_the_locations_makes_no_difference() throws Exception {
    write("a/V2__two.sql", "select 2;");
    write("b/V1__one.sql", "select 1;");
    MigrationSet set = load(path("a"), "filesystem:" + path("b"));
    assertThat(set.migrations()).extracting(Migration::label).containsExactly("1 (one)", "2 (two)");
    assertThat(set.digest()).isEqualTo(load(path("b"), path("a"), path("a")).digest());
  }

  @Test
  void two_scripts_of_one_name_are_told_apart_by_their_locations() throws Exception {
    write("a/V1__one.sql", "a;");
    write("b/V1__one.sql", "b;");
    assertThat(load(path("a"), path("b")).problems())
        .extracting(Problem::fact)
        .containsExactly("V1__one.sql and " + path("b") + "/V1__one.sql have both version 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a;\nb;", "\uFEFFa;\nb;", "a;\r\nb;", "\uFEFFa;\rb;"})
  void a_byte_order_mark_and_line_ends_make_no_other_checksum(String text) throws Exception {
    write("V1__a.sql", text);
    Migration migration = load().migrations().get(0);
    assertThat(migration.checksum()).isEqualTo(Checksum.of("a;\nb;"));
    assertThat(migration.script().text().orElseThrow())
        .startsWith("a;")
        .hasSize(text.replace("\uFEFF", "").length());
  }

  @Test
  void an_empty_file_is_a_script() throws Exception {
    write("V1__a.sql", "");
    write("V2__b.sql", "\uFEFF");
    assertThat(load().problems()).isEmpty();
    assertThat(load().migrations())
        .allSatisfy(
            migration -> assertThat(ScriptInspector.inspect(migration.script()).mode())
                .isEqualTo(Inspection.Mode.EMPTY));
  }

  @Test
  void a_file_beside_it_or_a_section_in_it_takes_a_migration_back() throws Exception {
    write("V1__a.sql", "up;\n");
    write("U1__a.sql", "down;\n");
    write("V2__b.sql", "up;\n-- codex:down\ndown;\n");
    assertThat(load().problems()).isEmpty();
    assertThat(load().migrations()).allSatisfy(migration -> {
      assertThat(migration.down())
          .extracting(down -> down == null ? "" : down.text())
          .isEqualTo("down;\n");
      assertThat(migration.script().text()).contains("up;\n");
      assertThat(migration.checksum()).isEqualTo(Checksum.of("up;\n"));
    });
  }

  @Test
  void what_undoes_a_migration_is_clear() throws Exception {
    write("V1__a.sql", "up;\n-- codex:down\ndown;\n");
    write("U1__a.sql", "down;");
    write("U2__b.sql", "down;");
    write("V3__c.sql", "up;");
    write("U3__c.sql", "down;");
    write("x/U3__c.sql", "down;");
    write("V4__d.sql", "up;");
    write("U4__d.sql", "down;\n-- codex:down\nup;");
    assertThat(load().problems())
        .extracting(Problem::fact)
        .containsExactlyInAnyOrder(
            "V1__a.sql has a down section, and U1__a.sql undoes it too",
            "U2__b.sql undoes version 2, and there is no script with that version",
            "U3__c.sql and x/U3__c.sql both undo version 3",
            "U4__d.sql undoes a migration, and has a down section of its own");
  }

  @Test
  void names_that_do_not_parse_are_all_told_at_once() throws Exception {
    write("V1__a.sql", "a;");
    write("V2_b.sql", "b;");
    write("v3__c.sql", "c;");
    assertThat(load().problems())
        .extracting(Problem::code)
        .containsOnly(Code.UNREADABLE_NAME)
        .hasSize(2);
    assertThat(load().migrations()).hasSize(1);
  }

  @Test
  void two_scripts_with_one_version_are_told() throws Exception {
    write("V1.0__a.sql", "a;");
    write("V01__b.sql", "b;");
    assertThat(load().problems()).extracting(Problem::code).containsExactly(Code.DUPLICATE);
  }

  @Test
  void a_file_that_is_not_UTF_8_is_told_with_the_byte_and_the_line() throws Exception {
    Files.write(
        root.resolve("V1__a.sql"), "select 1;\n-- é".getBytes(Charset.forName("windows-1252")));
    Files.write(root.resolve("V2__b.sql"), "select 1;".getBytes(Charset.forName("UTF-16")));
    write("V3__c.sql", "select '\uFFFD'");
    write("V4__d.sql", "a;\nb\0;");
    assertThat(load().problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "V1__a.sql is not UTF-8: byte 0xE9 at offset 13, line 2; convert it, for example with iconv -f WINDOWS-1252 -t"
                + " UTF-8",
            "V2__b.sql is not UTF-8: byte 0xFE at offset 0, line 1; it looks like UTF-16: convert it with iconv -f UTF-16 -t"
                + " UTF-8",
            "V4__d.sql has a NUL character; remove it; PostgreSQL cannot take one");
    assertThat(load().problems()).extracting(Problem::line).containsExactly(2, 1, 2);
    assertThat(load().migrations()).hasSize(1);
  }

  @Test
  void a_directory_that_is_not_there_is_told() throws Exception {
    assertThat(load(path("nowhere")).problems()).singleElement().satisfies(problem -> {
      assertThat(problem.code()).isEqualTo(Code.NO_SCRIPTS);
      assertThat(problem.fact()).startsWith("there is no directory " + path("nowhere"));
    });
    assertThat(load("nowhere").problems().get(0).fact())
        .contains(Path.of("nowhere").toAbsolutePath().toString());
    assertThat(load("a\0b").problems()).hasSize(1);
    assertThat(load("classpath:nowhere").problems())
        .extracting(Problem::code)
        .containsExactly(Code.NO_SCRIPTS);
  }

  @Test
  void a_directory_without_scripts_is_told() throws Exception {
    assertThat(load().problems())
        .extracting(Problem::fact)
        .containsExactly("there are no scripts in " + root + ": it is empty");
    write("a/b.txt", "");
    assertThat(load().problems())
        .extracting(Problem::fact)
        .containsExactly("there are no scripts in " + root
            + ": none of its 1 files ends with .sql, the first being a/b.txt");
  }

  @Test
  void a_location_is_a_directory() throws Exception {
    write("V1__a.sql", "a;");
    assertThat(load(path("V1__a.sql")).problems())
        .extracting(Problem::fact)
        .containsExactly("the directory " + path("V1__a.sql") + " cannot be read: it is a file");
  }

  @Test
  void a_mounted_ConfigMap_gives_every_file_once() throws Exception {
    write("..2025_01_01/V1__a.sql", "a;");
    write("..2025_01_01/V2__b.sql", "b;");
    Files.createSymbolicLink(root.resolve("..data"), Path.of("..2025_01_01"));
    Files.createSymbolicLink(root.resolve("V1__a.sql"), Path.of("..data/V1__a.sql"));
    Files.createSymbolicLink(root.resolve("V2__b.sql"), Path.of("..data/V2__b.sql"));
    assertThat(load().problems()).isEmpty();
    assertThat(load().migrations())
        .extracting(migration -> migration.script().path())
        .containsExactly("V1__a.sql", "V2__b.sql");
  }

  @Test
  void hidden_files_are_left_out() throws Exception {
    write("V1__a.sql", "a;");
    write(".git/V2__b.sql", "b;");
    write(".V3__c.sql", "c;");
    assertThat(load().problems()).isEmpty();
    assertThat(load().migrations()).hasSize(1);
  }

  @Test
  void a_link_is_followed_only_inside_its_location(@TempDir Path elsewhere) throws Exception {
    write("V1__a.sql", "a;");
    Files.writeString(elsewhere.resolve("V2__b.sql"), "b;");
    Files.createSymbolicLink(root.resolve("V2__b.sql"), elsewhere.resolve("V2__b.sql"));
    Files.createSymbolicLink(
        root.resolve("V3__c.sql"), Path.of("..", elsewhere.getFileName().toString(), "V2__b.sql"));
    Files.createSymbolicLink(root.resolve("V4__d.sql"), Path.of("gone.sql"));
    Files.createSymbolicLink(root.resolve("more"), elsewhere);
    Files.createSymbolicLink(root.resolve("notes.txt"), elsewhere.resolve("V2__b.sql"));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("."));
    Files.createSymbolicLink(root.resolve("V5__e.sql"), Path.of("V1__a.sql"));
    assertThat(load().problems())
        .extracting(Problem::fact)
        .containsExactly(
            "V2__b.sql is a link out of its location, to "
                + elsewhere.toRealPath().resolve("V2__b.sql"),
            "V3__c.sql is a link out of its location, to "
                + elsewhere.toRealPath().resolve("V2__b.sql"),
            "V4__d.sql is a link to nothing, or was removed just now",
            "more is a link out of its location, to " + elsewhere.toRealPath());
    assertThat(load().problems()).extracting(Problem::code).containsOnly(Code.UNREADABLE_FILE);
    assertThat(load().migrations()).extracting(Migration::label).containsExactly("1 (a)", "5 (e)");
  }

  @Test
  void a_location_may_itself_be_a_link() throws Exception {
    write("real/V1__a.sql", "a;");
    Files.createSymbolicLink(root.resolve("link"), Path.of("real"));
    assertThat(load(path("link")).migrations()).hasSize(1);
  }

  @Test
  void only_regular_files_are_read() throws Exception {
    write("V1__a.sql", "a;");
    Process made = new ProcessBuilder("mkfifo", path("V2__b.sql")).start();
    assumeTrue(made.waitFor() == 0, "there is no mkfifo");
    assertThat(load().problems())
        .extracting(Problem::fact)
        .containsExactly("V2__b.sql is not a regular file");
  }

  @Test
  void a_file_that_may_not_be_read_is_told() throws Exception {
    write("V1__a.sql", "a;");
    assertThat(root.resolve("V1__a.sql").toFile().setReadable(false)).isTrue();
    assumeTrue(!Files.isReadable(root.resolve("V1__a.sql")), "root may read anything");
    assertThat(load().problems())
        .extracting(Problem::fact)
        .containsExactly("V1__a.sql cannot be read: permission denied");
  }

  @Test
  void the_class_path_has_scripts_in_jars_and_in_directories() throws Exception {
    write("classes/db/scripts/V1__a.sql", "a;");
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(root.resolve("app.jar")))) {
      for (String name : List.of(
          "db/",
          "db/scripts/",
          "db/scripts/V2__b.sql",
          "db/scripts/x/V3__ä c%20.sql",
          "db/V9__z.sql")) {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(name.endsWith("/") ? new byte[0] : "b;".getBytes(UTF_8));
      }
    }
    URL[] urls = {
      root.resolve("classes/").toUri().toURL(), root.resolve("app.jar").toUri().toURL()
    };
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(urls, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      MigrationSet set = load("classpath:db/scripts");
      assertThat(set.problems()).isEmpty();
      assertThat(set.migrations())
          .extracting(migration -> migration.script().path())
          .containsExactly("V1__a.sql", "V2__b.sql", "x/V3__ä c%20.sql");
      assertThat(load("classpath:/db/scripts/").migrations()).hasSize(3);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void thousands_of_small_files_are_read_in_a_moment() throws Exception {
    for (int i = 1; i <= 3_000; i++) {
      write("V" + i + "__script_" + i + ".sql", "insert into t values (" + i + ");\n".repeat(10));
    }
    assertThat(load().migrations()).hasSize(3_000);
    long started = System.nanoTime();
    assertThat(load().problems()).isEmpty();
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started)).isLessThan(60);
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String path(String name) {
    return root.resolve(name).toString();
  }

  private MigrationSet load() throws Exception {
    return load(root.toString());
  }

  private static MigrationSet load(String... locations) throws Exception {
    return ScriptFiles.create(vertx)
        .load(List.of(locations))
        .toCompletionStage()
        .toCompletableFuture()
        .get(180, TimeUnit.SECONDS);
  }
}
