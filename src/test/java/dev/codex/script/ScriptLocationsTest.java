package dev.codex.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import dev.codex.migration.Problem.Code;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** Locations: several of them, those that hold nothing, and those of the class path. */
final class ScriptLocationsTest extends LoadedScripts {
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
}
