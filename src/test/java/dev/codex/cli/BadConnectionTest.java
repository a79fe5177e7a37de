package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who cannot get in, or may do nothing there. */
@ExtendWith(PostgresExtension.class)
final class BadConnectionTest {
  @TempDir
  private Path directory;

  private String scripts;

  @BeforeEach
  void oneScript() {
    scripts = new ScriptDirectory(directory)
        .with("V1__a.sql", "create table a (id int);")
        .toString();
  }

  private static Map<String, String> env(TestDatabase database, String... changes) {
    Map<String, String> environment = new HashMap<>(database.env());
    environment.put("CODEX_DATABASE_CONNECT_BUDGET", "1");
    for (int index = 0; index < changes.length; index += 2) {
      environment.put("CODEX_DATABASE_" + changes[index], changes[index + 1]);
    }
    return environment;
  }

  private String failed(Map<String, String> environment, int code) {
    Cli.Ended ended = Cli.run(environment, "migrate", "--location", scripts).withCode(code);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).doesNotContain("Exception", "\tat ");
    assertThat(ended.errors()).hasSize(1);
    return ended.errors().get(0);
  }

  @Test
  void nobody_listens(TestDatabase database) {
    assertThat(failed(env(database, "POSTGRES_HOST", "127.0.0.1", "POSTGRES_PORT", "1"), 7))
        .contains("127.0.0.1:1 cannot be reached: Connection refused", "(tried for 1 s)")
        .contains("check host and port (host from CODEX_DATABASE_POSTGRES_HOST, ");
  }

  @Test
  void there_is_no_such_host(TestDatabase database) {
    assertThat(failed(env(database, "POSTGRES_HOST", "nosuch.invalid"), 7))
        .contains("nosuch.invalid:", "cannot be reached", "check host and port");
  }

  @Test
  void somebody_listens_and_says_nothing(TestDatabase database) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(silent.getLocalPort());
      assertThat(failed(env(database, "POSTGRES_HOST", "127.0.0.1", "POSTGRES_PORT", port), 7))
          .contains(
              "127.0.0.1:" + port + " cannot be reached: the server did not answer within 5 s");
    }
  }

  @Test
  void the_password_is_wrong(TestDatabase database) {
    assertThat(failed(env(database, "POSTGRES_PASSWORD", "canary-4711"), 7))
        .contains(
            "does not let user \"" + database.username() + "\" in: password authentication failed")
        .contains("check username and password (")
        .doesNotContain("canary-4711");
  }

  @Test
  void there_is_no_such_database(TestDatabase database) {
    assertThat(failed(env(database, "POSTGRES_DATABASE_NAME", "nosuch"), 7))
        .contains("there is no database \"nosuch\" on ", "create it, or correct database_name");
  }

  @Test
  void there_is_no_such_user(TestDatabase database) {
    assertThat(failed(env(database, "POSTGRES_USERNAME", "nosuch"), 7))
        .contains("does not let user \"nosuch\" in", "check username and password");
  }

  @Test
  void the_role_may_not_create_the_tables(TestDatabase database) {
    database.executeAsSuperuser("revoke create on schema public from public");
    String poor = database.createRole("poor");
    assertThat(failed(env(database, "POSTGRES_USERNAME", poor), 10))
        .contains(
            "user \"" + poor + "\" may not read or create Codex's tables in schema \"public\"")
        .contains("grant create, usage on schema \"public\" to \"" + poor + "\"");
    assertThat(database.<String>value("select to_regclass('a')::text")).isNull();
  }

  @Test
  void the_role_may_not_read_the_tables(TestDatabase database) {
    Cli.run(database.env(), "migrate", "--location", scripts).withCode(0);
    String poor = database.createRole("poor");
    assertThat(failed(env(database, "POSTGRES_USERNAME", poor), 10))
        .contains(
            "may not read", "grant select on all tables in schema \"public\" to \"" + poor + "\"");
  }

  @Test
  void a_key_is_not_known_or_a_number_is_none(TestDatabase database) {
    assertThat(failed(env(database, "POSTGRES_PORTT", "5432"), 2))
        .contains(
            "the variable CODEX_DATABASE_POSTGRES_PORTT is not known; did you mean CODEX_DATABASE_POSTGRES_PORT?");
    assertThat(failed(env(database, "POSTGRES_PORT", "543z"), 2))
        .contains("CODEX_DATABASE_POSTGRES_PORT is '543z'; a number");
  }

  @Test
  void no_database_is_named_at_all() {
    assertThat(failed(Map.of(), 2))
        .contains("no database is configured; set database.postgres.host")
        .contains("DATABASE_URL", "--embedded");
  }
}
