package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.config.WaitConfig;
import dev.codex.migration.SchemaState;
import dev.codex.testing.PostgresExtension;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A schema that two scripts make, and waits for it that are brief, look rarely or look often. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
abstract class AwaitedSchema {
  static final WaitConfig BRIEF = new WaitConfig(Duration.ofSeconds(1), Duration.ofMillis(100));
  static final WaitConfig RARE = new WaitConfig(Duration.ofMinutes(10), Duration.ofMinutes(20));
  static final WaitConfig OFTEN = new WaitConfig(Duration.ofMinutes(10), Duration.ofMillis(50));

  Scripts scripts;
  Vertx vertx;

  @BeforeEach
  void two_scripts(@TempDir Path directory, Vertx given) {
    scripts = Scripts.in(directory)
        .with("V1__a.sql", "create table a ()")
        .with("V2__b.sql", "create table b ()");
    vertx = given;
  }

  Future<SchemaState> await(CodexConfig config, WaitConfig waiting) {
    return SchemaWaiter.create(vertx, config.withWaiting(waiting)).awaitReady();
  }

  void migrate(CodexConfig config) {
    Ended.well(Migrator.create(vertx, config).migrate());
  }
}
