package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.config.DatabaseConfig;
import dev.codex.config.Secret;
import dev.codex.migration.CodexException.DatabaseUnreachable;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.SslMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code ssl_mode} promises, held against servers with the right certificate, a wrong one and none. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
class TlsTest {
  @TempDir
  private static Path directory;

  private static Certificate right;
  private static Certificate otherName;
  private static Certificate otherAuthority;

  @BeforeAll
  static void certificates() throws Exception {
    right = Certificate.of(directory, "right", "ip:127.0.0.1");
    otherName = Certificate.of(directory, "name", "dns:db.example.org");
    otherAuthority = Certificate.of(directory, "authority", "ip:127.0.0.1");
  }

  @ParameterizedTest
  @EnumSource(
      value = SslMode.class,
      names = {"PREFER", "REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
  void the_wire_is_encrypted_where_the_server_can(SslMode mode, Vertx vertx, TestDatabase database)
      throws Exception {
    try (TlsFront front = TlsFront.of(vertx, database, right)) {
      connect(vertx, database, front.port(), mode, right);
      // a slow machine may need more than one attempt
      assertThat(front.encrypted()).isPositive();
      assertThat(front.inClear()).isZero();
    }
  }

  @Test
  void disable_does_not_ask_for_it(Vertx vertx, TestDatabase database) throws Exception {
    try (TlsFront front = TlsFront.of(vertx, database, right)) {
      connect(vertx, database, front.port(), SslMode.DISABLE, null);
      assertThat(front.inClear()).isPositive();
      assertThat(front.encrypted()).isZero();
    }
  }

  @Test
  void verify_full_refuses_another_name_and_verify_ca_takes_it(Vertx vertx, TestDatabase database)
      throws Exception {
    try (TlsFront front = TlsFront.of(vertx, database, otherName)) {
      connect(vertx, database, front.port(), SslMode.VERIFY_CA, otherName);
      assertRefused(vertx, database, front.port(), SslMode.VERIFY_FULL, otherName, "verify-full");
      assertThat(front.inClear()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslMode.class,
      names = {"VERIFY_CA", "VERIFY_FULL"})
  void a_certificate_of_another_authority_is_refused(
      SslMode mode, Vertx vertx, TestDatabase database) throws Exception {
    try (TlsFront front = TlsFront.of(vertx, database, otherAuthority)) {
      assertRefused(vertx, database, front.port(), mode, right, mode.value);
      assertThat(front.inClear()).isZero();
    }
  }

  @Test
  void require_takes_any_certificate(Vertx vertx, TestDatabase database) throws Exception {
    try (TlsFront front = TlsFront.of(vertx, database, otherName)) {
      connect(vertx, database, front.port(), SslMode.REQUIRE, null);
      assertThat(front.encrypted()).isPositive();
      assertThat(front.inClear()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslMode.class,
      names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
  void a_server_without_tls_is_refused(SslMode mode, Vertx vertx, TestDatabase database) {
    assertRefused(vertx, database, database.port(), mode, right, mode.value);
  }

  @Test
  void prefer_goes_on_in_clear_where_the_server_has_none(Vertx vertx, TestDatabase database)
      throws Exception {
    connect(vertx, database, database.port(), SslMode.PREFER, null);
  }

  private static void assertRefused(
      Vertx vertx,
      TestDatabase database,
      int port,
      SslMode mode,
      Certificate trusted,
      String says) {
    assertThatThrownBy(() -> connect(vertx, database, port, mode, trusted))
        .isInstanceOf(DatabaseUnreachable.class)
        .hasMessageContaining("TLS")
        .hasMessageContaining(says);
  }

  private static void connect(
      Vertx vertx, TestDatabase database, int port, SslMode mode, @Nullable Certificate trusted)
      throws Exception {
    DatabaseConfig config = DatabaseConfig.of(
            "127.0.0.1", port, database.username(), Secret.of(database.password()), database.name())
        .withSsl(mode, trusted == null ? null : trusted.certificate().toString());
    try {
      new Connector(vertx, config, "codex-test")
          .connectWithin(Duration.ofSeconds(60), new StopSignal())
          .compose(Session::close)
          .toCompletionStage()
          .toCompletableFuture()
          .get(120, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw (Exception) failed.getCause();
    }
  }
}
