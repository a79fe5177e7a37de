package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.migration.Migration;
import dev.codex.migration.Problem;
import dev.codex.migration.Problem.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links, and files that are no regular ones or may not be read. */
final class ScriptLinksTest extends LoadedScripts {
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
}
