package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.runtime.Migrator;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a service that is up shows of a migration that somebody else runs. */
@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class RunElsewhereTest {
  @TempDir
  private Path scripts;

  @TempDir
  private Path newer;

  private static boolean isBlocked(Service service) {
    JsonObject running = service.health.get("/api/v1/state").json().getJsonObject("running");
    return running != null
        && running.containsKey("blockers")
        && !running.getJsonArray("blockers").isEmpty();
  }

  @Test
  void who_blocks_it_is_shown_and_neither_users_nor_queries(Vertx vertx, TestDatabase database)
      throws IOException {
    String book = "create table book (id int);";
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", book)
        .with("serve", "poll", "200ms");
    Eventually.resultOf(service.deploy());
    ApiContract contract = ApiContract.of(vertx, service.health);
    Files.writeString(newer.resolve("V1__book.sql"), book);
    Files.writeString(newer.resolve("V2__wide.sql"), "alter table book add title text;");

    Future<?> run;
    try (TestSession reader = database.open()) {
      reader.execute("begin; select count(*) from book");
      run = Migrator.create(vertx, Service.on(vertx, newer, database).config()).migrate();
      Eventually.holds(() -> isBlocked(service));

      JsonObject state =
          contract.check("getState", service.health.get("/api/v1/state")).json();
      assertThat(state.getString("status")).isEqualTo("ready");
      JsonObject running = state.getJsonObject("running");
      assertThat(running.getString("by")).isEqualTo("another_process");
      assertThat(running.getString("application")).startsWith("codex migrate");
      assertThat(running.getString("last_applied")).isEqualTo("1 (book)");
      assertThat(running.encode()).doesNotContain(database.username(), "select count");
      reader.execute("rollback");
    }
    Eventually.resultOf(run);
    Eventually.holds(() -> service.readiness().contains("[\"database_ahead\"]"));
  }
}
