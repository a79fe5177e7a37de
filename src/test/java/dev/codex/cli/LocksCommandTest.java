package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.postgres.CodexTables;
import dev.codex.runtime.Ended;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
final class LocksCommandTest {
  private static final String TAKE =
      "select pg_advisory_lock(" + new CodexTables("public").lockKey() + ")";

  @Test
  void says_that_nobody_holds_it_and_nobody_waits(TestDatabase database) {
    assertThat(Cli.run(database.env(), "locks", "--release").withCode(0).out())
        .contains("nobody holds the migration lock")
        .contains("nobody waits for a lock");
  }

  @Test
  void says_who_holds_it_and_what_that_session_does(TestDatabase database) {
    try (TestSession holder = database.open()) {
      holder.execute(TAKE);
      assertThat(Cli.run(database.env(), "locks").withCode(0).out())
          .contains("the migration lock is held by pid " + holder.processId()
              + ", codex-test, user " + database.username())
          .contains("query: " + TAKE)
          .containsPattern("connected for \\d+ s");
    }
  }

  @Test
  void says_who_blocks_whom_and_for_how_long_also_as_JSON(TestDatabase database) {
    database.execute("create table books ()");
    try (TestSession blocker = database.open();
        TestSession waiter = database.open()) {
      blocker.execute("begin; lock table books");
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(() -> waiter.execute("table books"));
      Ended.until(
          "it waits",
          () -> database.<Long>value("select count(*) from pg_locks where not granted") > 0);
      assertThat(Cli.run(database.env(), "locks").withCode(0).out())
          .containsPattern(
              waiter.processId() + " codex-test \\S+ +\\d+ s +books +" + blocker.processId()
                  + " codex-test \\S+ +idle in transaction \\d+ s +begin; lock table");
      JsonObject wait = new JsonObject(
              Cli.run(database.env(), "locks", "--output", "json").withCode(0).out())
          .getJsonArray("waits")
          .getJsonObject(0);
      assertThat(wait.getString("wanted")).isEqualTo("books");
      assertThat(wait.getJsonObject("waiter").getInteger("pid")).isEqualTo(waiter.processId());
      assertThat(wait.getJsonObject("blocker").getString("query"))
          .isEqualTo("begin; lock table books");
      blocker.execute("commit");
      waiting.join();
    }
  }

  @Test
  void ends_the_holder_only_if_somebody_says_yes(TestDatabase database) {
    TestSession holder = database.open();
    holder.execute(TAKE);
    assertThat(Cli.run(database.env(), "locks", "--release").withCode(2).err())
        .contains("was not ended, as nobody has said yes; answer y on a terminal, or add --yes");
    assertThat(holder.<Integer>value("select 1")).isEqualTo(1);
    assertThat(
            Cli.run(database.env(), "locks", "--release", "--yes").withCode(0).err())
        .contains("pid " + holder.processId() + " was ended");
    Ended.until(
        "the lock is free",
        () ->
            database.<Long>value("select count(*) from pg_locks where locktype = 'advisory'") == 0);
  }

  @Test
  void says_who_may_end_a_session_of_another_role(TestDatabase database) {
    Map<String, String> other = new HashMap<>(database.env());
    other.put("CODEX_DATABASE_POSTGRES_USERNAME", database.createRole("other"));
    try (TestSession holder = database.open()) {
      holder.execute(TAKE);
      assertThat(Cli.run(other, "locks", "--release", "--yes").withCode(10).err())
          .contains("may not end a session of user " + database.username())
          .contains("select pg_terminate_backend(" + holder.processId() + ")");
      assertThat(holder.<Integer>value("select 1")).isEqualTo(1);
    }
  }
}
