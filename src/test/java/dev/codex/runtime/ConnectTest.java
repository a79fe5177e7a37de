package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.config.DatabaseConfig;
import dev.codex.config.Secret;
import dev.codex.faults.FaultProxy;
import dev.codex.migration.CodexException.DatabaseUnreachable;
import dev.codex.migration.MigrationReport;
import dev.codex.testing.FreePorts;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class ConnectTest {
  private static final Duration BUDGET = Duration.ofSeconds(1);

  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void a_script(@TempDir Path directory, Vertx given) {
    scripts = Scripts.in(directory).with("V1__a.sql", "create table a ()");
    vertx = given;
  }

  private CodexConfig at(
      TestDatabase database, int port, String user, String password, String name) {
    DatabaseConfig address = DatabaseConfig.of("127.0.0.1", port, user, Secret.of(password), name);
    return scripts.config(database).withDatabase(address.withConnectBudget(BUDGET));
  }

  private DatabaseUnreachable unreachable(CodexConfig config) {
    long started = System.nanoTime();
    DatabaseUnreachable failure =
        Ended.badly(Migrator.create(vertx, config).migrate(), DatabaseUnreachable.class);
    assertThat(Duration.ofNanos(System.nanoTime() - started))
        .as("far less than it would be by default")
        .isLessThan(Duration.ofSeconds(30));
    return failure;
  }

  @Test
  void a_server_that_is_not_up_yet_is_tried_again(TestDatabase database) {
    FaultProxy first = FaultProxy.to(database, FreePorts.next());
    JsonObject config = first.config();
    first.close();
    Future<MigrationReport> run = Migrator.create(vertx, scripts.config(config)).migrate();
    Ended.pause(Duration.ofMillis(400));
    assertThat(run.isComplete()).isFalse();
    try (FaultProxy second = FaultProxy.to(database, first.port())) {
      assertThat(Ended.well(run).applied()).hasSize(1);
    }
  }

  @Test
  void a_server_that_stays_away_is_told_after_the_budget(TestDatabase database) {
    assertThat(unreachable(at(database, 1, "u", "p", "d")))
        .hasMessageContaining("127.0.0.1:1 cannot be reached")
        .hasMessageContaining("tried for 1 s");
  }

  @Test
  void a_server_that_never_answers_is_given_up(TestDatabase database) {
    NetServer silent =
        Ended.well(vertx.createNetServer().connectHandler(client -> {}).listen(0, "127.0.0.1"));
    assertThat(unreachable(at(database, silent.actualPort(), "u", "p", "d")))
        .hasMessageContaining("cannot be reached: the server did not answer");
  }

  @Test
  void what_the_server_refuses_is_not_tried_again(TestDatabase database) {
    assertThat(unreachable(at(database, database.port(), "nobody", "canary", database.name())))
        .hasMessageContaining("\"nobody\"")
        .hasMessageNotContaining("canary");
    assertThat(unreachable(
            at(database, database.port(), database.username(), database.password(), "nowhere")))
        .hasMessageContaining("no database \"nowhere\"");
  }
}
