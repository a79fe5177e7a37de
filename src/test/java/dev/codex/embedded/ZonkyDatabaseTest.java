package dev.codex.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.codex.cli.EmbeddedDatabase;
import dev.codex.migration.CodexException.DatabaseUnreachable;
import dev.codex.testing.FreePorts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the binaries that the build laid down. The tests share a directory, as the runs of a person do. */
final class ZonkyDatabaseTest {
  @TempDir
  private static Path temporary;

  private static Path directory;
  private static Path installation;
  private static Vertx vertx;

  @BeforeAll
  static void install() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    installation = Files.createDirectory(temporary.resolve("installation"));
    EmbeddedProcess.install(installation);
    directory = temporary.resolve("shared");
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void closeVertx() throws Exception {
    vertx.close().await(120, TimeUnit.SECONDS);
  }

  @AfterEach
  void the_server_is_stopped() {
    assertThat(Postmaster.of(directory.resolve("data"))).isEmpty();
  }

  @Test
  void keeps_data_port_and_password_from_run_to_run() throws Exception {
    Path file = directory.resolve("server.properties");
    try (EmbeddedDatabase.Server server = start(directory)) {
      assertThat(server.isStartedHere()).isTrue();
      query(server, "create table if not exists kept (id int)");
      query(server, "insert into kept values (1)");
      Identity first = Identity.load(file);
      assertThat(server.psql()).isEqualTo(psql(first)).endsWith(":" + server.port() + "/codex");
    }
    // somebody else may have the port by now that everybody begins with
    Identity kept = new Identity(FreePorts.next(), Identity.load(file).password());
    kept.store(file);
    try (EmbeddedDatabase.Server server = start(directory)) {
      assertThat(server.psql()).isEqualTo(psql(kept));
      assertThat(query(server, "select min(id) from kept")).isEqualTo(1);
      query(server, "drop table kept");
    }
  }

  private static String psql(Identity identity) {
    return "psql postgresql://codex:" + identity.password() + "@127.0.0.1:" + identity.port()
        + "/codex";
  }

  @Test
  void asks_for_the_password_which_only_the_owner_may_read() throws Exception {
    try (EmbeddedDatabase.Server server = start(directory)) {
      PgConnectOptions options = options(server).setPassword("wrong");
      assertThatThrownBy(() -> PgConnection.connect(vertx, options).await(120, TimeUnit.SECONDS))
          .hasMessageContaining("28P01");
      assertThat(Files.getPosixFilePermissions(directory.resolve("server.properties")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void knows_a_password_again_that_was_lost() throws Exception {
    start(directory).close();
    Files.delete(directory.resolve("server.properties"));
    try (EmbeddedDatabase.Server server = start(directory)) {
      assertThat(query(server, "select 1")).isEqualTo(1);
    }
  }

  @Test
  void takes_another_port_when_its_own_is_taken() throws Exception {
    start(directory).close();
    Path file = directory.resolve("server.properties");
    int port = FreePorts.next();
    new Identity(port, Identity.load(file).password()).store(file);
    try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
        EmbeddedDatabase.Server server = start(directory)) {
      assertThat(server.port()).isNotEqualTo(other.getLocalPort());
    }
  }

  @Test
  void a_port_that_somebody_has_taken_who_does_not_answer_is_told_from_other_failures()
      throws Exception {
    start(directory).close();
    PostgresServer server = new PostgresServer(
        Binaries.unpack(Binaries.jar(), directory), directory.resolve("data"), Account.find());
    try (Socket silent = new Socket()) {
      silent.bind(new InetSocketAddress("127.0.0.1", 0));
      assertThatThrownBy(() -> server.start(silent.getLocalPort(), Map.of()))
          .isInstanceOfSatisfying(
              DatabaseUnreachable.class,
              failure -> assertThat(PostgresServer.isPortTaken(failure)).isTrue());
    }
  }

  @Test
  void two_users_in_one_process_share_the_server() throws Exception {
    try (EmbeddedDatabase.Server first = start(directory)) {
      try (EmbeddedDatabase.Server second = start(directory)) {
        assertThat(second.isStartedHere()).isFalse();
      }
      assertThat(query(first, "select 1")).isEqualTo(1);
    }
  }

  @Test
  void joins_the_server_of_another_process_and_leaves_it_running() throws Exception {
    try (EmbeddedProcess other = process(directory)) {
      assertThat(other.says()).isEqualTo("started " + directory);
      try (EmbeddedDatabase.Server server = start(directory)) {
        assertThat(server.isStartedHere()).isFalse();
        assertThat(query(server, "select 1")).isEqualTo(1);
      }
      assertThat(Postmaster.of(directory.resolve("data"))).isPresent();
      other.terminate();
    }
  }

  @Test
  void the_last_user_stops_the_server_whoever_started_it() throws Exception {
    try (EmbeddedProcess other = process(directory)) {
      assertThat(other.says()).startsWith("started");
      other.kill();
    }
    try (EmbeddedDatabase.Server server = start(directory)) {
      assertThat(server.isStartedHere()).isFalse();
    }
  }

  @Test
  void processes_that_start_at_once_on_a_new_directory_all_succeed() throws Exception {
    Path fresh = temporary.resolve("fresh");
    try (EmbeddedProcess one = process(fresh);
        EmbeddedProcess two = process(fresh);
        EmbeddedProcess three = process(fresh)) {
      assertThat(List.of(one.says(), two.says(), three.says()))
          .containsExactlyInAnyOrder("started " + fresh, "attached " + fresh, "attached " + fresh);
    }
    assertThat(Postmaster.of(fresh.resolve("data"))).isEmpty();
  }

  @Test
  void an_initialization_that_was_killed_is_begun_anew() throws Exception {
    Path killed = unpacked("killed");
    Files.createDirectory(killed.resolve("data.unfinished"));
    Files.writeString(killed.resolve("data.unfinished/PG_VERSION"), "18");
    try (EmbeddedDatabase.Server server = start(killed)) {
      assertThat(query(server, "select 1")).isEqualTo(1);
    }
  }

  @Test
  void data_of_another_major_are_left_alone() throws Exception {
    Path older = unpacked("older");
    Files.createDirectory(older.resolve("data"));
    Files.writeString(older.resolve("data/PG_VERSION"), "15");
    assertThatThrownBy(() -> start(older))
        .isInstanceOf(DatabaseUnreachable.class)
        .hasMessageContaining("embedded PostgreSQL in " + older.resolve("data") + " could not be");
  }

  @Test
  void a_directory_that_cannot_be_made_is_named() throws Exception {
    Path file = Files.createFile(temporary.resolve("file"));
    assertThatThrownBy(() -> start(file.resolve("below")))
        .isInstanceOf(DatabaseUnreachable.class)
        .hasMessageContaining("the embedded PostgreSQL cannot use " + file.resolve("below"));
  }

  /** A new directory with the programs of the shared one, which take their time to unpack. */
  private static Path unpacked(String name) throws IOException {
    Path home = Binaries.unpack(Binaries.jar(), directory);
    Path created = Files.createDirectory(temporary.resolve(name));
    Files.createSymbolicLink(created.resolve(home.getFileName()), home);
    return created;
  }

  private static EmbeddedDatabase.Server start(Path directory) {
    return new ZonkyDatabase().start(Optional.of(directory));
  }

  private static EmbeddedProcess process(Path directory) throws IOException {
    return EmbeddedProcess.start(installation, List.of(), Map.of(), directory);
  }

  private static PgConnectOptions options(EmbeddedDatabase.Server server) {
    return new PgConnectOptions()
        .setHost(server.host())
        .setPort(server.port())
        .setUser(server.username())
        .setPassword(server.password())
        .setDatabase(server.databaseName());
  }

  /** The first value of the first row, if there is one. */
  @CanIgnoreReturnValue
  private static Object query(EmbeddedDatabase.Server server, String sql) throws Exception {
    Future<Object> answer = PgConnection.connect(vertx, options(server))
        .compose(connection -> connection
            .query(sql)
            .execute()
            .<Object>map(rows -> {
              for (Row row : rows) {
                return row.getValue(0);
              }
              return null;
            })
            .eventually(connection::close));
    return answer.await(120, TimeUnit.SECONDS);
  }
}
