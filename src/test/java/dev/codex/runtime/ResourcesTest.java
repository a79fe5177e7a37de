package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.migration.CodexException.DatabaseUnreachable;
import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.migration.CodexException.WaitTimedOut;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server that has run out of something: a clear end, nothing lost, and the next run completes. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class ResourcesTest {
  private Scripts scripts;
  private Vertx vertx;
  private TestDatabase database;

  @BeforeEach
  void two_scripts(@TempDir Path directory, Vertx given, TestDatabase empty) {
    scripts = Scripts.in(directory).with("V1__a.sql", "create table a (id int)");
    vertx = given;
    database = empty;
  }

  private void migrate() {
    Ended.well(Migrator.create(vertx, scripts.config(database)).migrate());
  }

  private MigrationFailed failed() {
    return Ended.badly(
        Migrator.create(vertx, scripts.config(database)).migrate(), MigrationFailed.class);
  }

  @Test
  void no_connection_to_spare() {
    database.executeAsSuperuser("alter role " + database.username() + " connection limit 1");
    try (TestSession other = database.open()) {
      assertThat(Ended.badly(
              Migrator.create(
                      vertx, scripts.config(database, "{'database': {'connect_budget': '1'}}"))
                  .migrate(),
              DatabaseUnreachable.class))
          .hasMessageContaining("has no connection to spare")
          .hasMessageContaining("raise max_connections or the role's connection limit");
      assertThat(Ended.badly(
              SchemaWaiter.create(vertx, scripts.config(database, "{'wait': {'timeout': '6'}}"))
                  .awaitReady(),
              WaitTimedOut.class))
          .hasMessageContaining("connection");
      assertThat(other.<Integer>value("select 1")).isEqualTo(1);
    }
    migrate();
    database.executeAsSuperuser("alter role " + database.username() + " connection limit -1");
  }

  @Test
  void too_many_locks_in_one_transaction() {
    scripts.with(
        "V2__b.sql",
        "create table b (); select count(pg_advisory_xact_lock(x)) from generate_series(1, 1000000) x");
    assertThat(failed())
        .hasMessageContaining("out of shared memory (53200)")
        .hasMessageContaining("raise max_locks_per_transaction, or split the script");
    assertThat(database.<String>value("select to_regclass('b')::text")).isNull();
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isOne();
    scripts.with("V2__b.sql", "create table b ()");
    migrate();
  }

  @Test
  void a_full_disk() throws IOException, InterruptedException {
    Path disk = Files.createTempDirectory("codex-full");
    String data;
    try (TestSession session = database.openAsSuperuser()) {
      data = session.value("show data_directory");
    }
    assumeTrue(Files.isDirectory(Path.of(data)), "the server is on another machine");
    Object owner = Files.getAttribute(Path.of(data), "unix:uid");
    assumeTrue(
        run(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "size=2m,mode=700,uid=" + owner,
            "tmpfs",
            disk.toString()),
        "no file system can be mounted here");
    String space = database.name() + "_disk";
    try {
      database.executeAsSuperuser("create tablespace " + space + " location '" + disk + "'");
      database.executeAsSuperuser("grant create on tablespace " + space + " to public");
      scripts.with(
          "V2__b.sql",
          "create table b (x text) tablespace " + space
              + "; insert into b select repeat('x', 1000) from generate_series(1, 5000)");
      assertThat(failed())
          .hasMessageContaining("(53100)")
          .hasMessageContaining("make room on the server's disk");
      assertThat(database.<Long>value("select count(*) from codex_schema_history"))
          .isOne();
      scripts.with("V2__b.sql", "create table b (x text) tablespace " + space);
      migrate();
      database.execute("drop table b");
    } finally {
      database.executeAsSuperuser("drop tablespace if exists " + space);
      assertThat(run("umount", disk.toString())).isTrue();
      Files.delete(disk);
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(List.of(command)).start().waitFor() == 0;
  }
}
