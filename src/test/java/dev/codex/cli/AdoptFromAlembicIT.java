package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Alembic itself runs its first revisions, and Codex goes on with the SQL that Alembic writes of the rest. */
@ExtendWith(PostgresExtension.class)
final class AdoptFromAlembicIT {
  private static final Path PROGRAM = Path.of("/usr/bin/alembic");
  private static final String FIRST = "1975ea83b712";
  private static final String SECOND = "ae1027a6acf0";
  private static final String LAST = "27c6a30d7c24";

  @TempDir
  private Path directory;

  @BeforeAll
  static void theToolIsHere() {
    boolean there = Files.isExecutable(PROGRAM)
        && PeerProcess.run(
                    Path.of("."), Map.of(), "/usr/bin/python3", "-c", "import alembic, psycopg2")
                .code()
            == 0;
    assumeTrue(there, "there is no Alembic on this machine (alembic, python3-psycopg2)");
  }

  private static String alembic(TestDatabase database, String... more) {
    String[] command = new String[3 + more.length];
    command[0] = PROGRAM.toString();
    command[1] = "-c";
    command[2] = "src/test/peers/alembic/alembic.ini";
    System.arraycopy(more, 0, command, 3, more.length);
    PeerProcess.Ended ended = PeerProcess.run(
        Path.of("."),
        Map.of("DATABASE_URL", database.url(), "PYTHONDONTWRITEBYTECODE", "1"),
        command);
    assertThat(ended.code()).as(ended.output()).isZero();
    return ended.output();
  }

  private static String sql(TestDatabase database, String from, String to) {
    return alembic(database, "upgrade", from + ":" + to, "--sql").replaceAll("(?m)^INFO .*$", "");
  }

  @Test
  void its_revision_is_found_in_the_scripts_that_it_wrote(TestDatabase database) {
    clean(database);
    AdoptedDatabase kept = new AdoptedDatabase(database, directory)
        .with("V1__books.sql", sql(database, "base", FIRST))
        .with("V2__index.sql", sql(database, FIRST, SECOND))
        .with("V3__authors.sql", sql(database, SECOND, LAST));
    alembic(database, "upgrade", SECOND);
    assertThat(kept.adopt("alembic"))
        .contains("every script up to it counts as applied", "adopted 2 migrations");
    kept.migrateApplies("V3__authors.sql");
    assertThat(kept.adopt("alembic")).contains("nothing to adopt");
    assertThat(database.<String>value("select version_num from alembic_version"))
        .isEqualTo(LAST);
    String byBoth = made(database);
    clean(database);
    alembic(database, "upgrade", "head");
    assertThat(byBoth).isEqualTo(made(database));
  }

  /** The same start for both. */
  private static void clean(TestDatabase database) {
    database.executeAsSuperuser(
        "drop schema public cascade; create schema public authorization " + database.username());
  }

  private static String made(TestDatabase database) {
    database.execute("drop table alembic_version");
    return database.dumpSchema() + database.pgDump().orElse("");
  }
}
