package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A change in two halves: before the roll-out what both builds can live with, after it the rest. */
@ExtendWith({PostgresExtension.class, VertxExtension.class})
class ExpandContractTest {
  private static final String EXPAND = "{'rollout':{'phase':'expand'}}";
  private static final String FORCE = "{'rollout':{'force':true}}";

  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void an_expansion_and_a_contraction(@TempDir Path directory, Vertx given) {
    vertx = given;
    scripts = Scripts.in(directory)
        .with("V1__title.sql", "create table books (name text, title text);")
        .with(
            "V2__drop_name.sql",
            "-- codex:phase contract\n-- codex:min-build 2.0\nalter table books drop column name;");
  }

  private void migrate(CodexConfig config) {
    Ended.well(Migrator.create(vertx, config).migrate());
  }

  private static long applied(TestDatabase database) {
    return database.value("select count(*) from codex_schema_history");
  }

  @Test
  void after_the_expand_phase_builds_are_ready_and_nothing_is_gone(TestDatabase database) {
    migrate(scripts.config(database, EXPAND));
    assertThat(applied(database)).isEqualTo(1);
    assertThat(Ended.well(
                SchemaReader.create(vertx, scripts.config(database), "serve").verify())
            .isReady())
        .isTrue();
    assertThat(Ended.well(SchemaWaiter.create(vertx, scripts.config(database)).awaitReady())
            .isReady())
        .isTrue();
    migrate(scripts.config(database));
    assertThat(applied(database)).isEqualTo(2);
  }

  @Test
  void a_contraction_is_refused_while_an_older_build_is_connected(TestDatabase database) {
    migrate(scripts.config(database, EXPAND));
    try (TestSession old = database.open()) {
      old.execute("set application_name = 'library build=1.9 pod=library-7'");
      assertThat(Ended.badly(
              Migrator.create(vertx, scripts.config(database)).migrate(),
              CodexException.Refused.class))
          .hasMessageContaining("for builds from 2.0 on")
          .hasMessageContaining("library build=1.9 pod=library-7")
          .hasMessageContaining("finish the roll-out");
      assertThat(applied(database)).isEqualTo(1);
      old.execute("set application_name = 'library build=2.0 pod=library-8'");
      migrate(scripts.config(database));
    }
    assertThat(applied(database)).isEqualTo(2);
  }

  @Test
  void it_can_be_forced(TestDatabase database) {
    try (TestSession old = database.open()) {
      old.execute("set application_name = 'library build=1.9'");
      migrate(scripts.config(database, FORCE));
    }
    assertThat(applied(database)).isEqualTo(2);
  }
}
