package dev.codex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseUrlTest {
  @Test
  void every_part_is_read() {
    assertThat(values(
            "postgresql://codex:pw@db:6543/library?sslmode=verify-full&sslrootcert=/etc/ca.pem"
                + "&sslcert=c.pem&sslkey=c.key"))
        .isEqualTo(Map.of(
            DatabaseKeys.HOST, "db",
            DatabaseKeys.PORT, "6543",
            DatabaseKeys.USERNAME, "codex",
            DatabaseKeys.PASSWORD, "pw",
            DatabaseKeys.DATABASE_NAME, "library",
            DatabaseKeys.SSL_MODE, "verify-full",
            DatabaseKeys.SSL_ROOT_CERT, "/etc/ca.pem",
            DatabaseKeys.SSL_CLIENT_CERT, "c.pem",
            DatabaseKeys.SSL_CLIENT_KEY, "c.key"));
  }

  @Test
  void parts_are_percent_decoded_and_a_plus_is_a_plus() {
    assertThat(values("postgres://us%40er:p%40s%2Fs+%25%C3%A4@db/my%20db"))
        .containsEntry(DatabaseKeys.USERNAME, "us@er")
        .containsEntry(DatabaseKeys.PASSWORD, "p@s/s+%ä")
        .containsEntry(DatabaseKeys.DATABASE_NAME, "my db");
  }

  @Test
  void a_question_mark_in_a_password_is_part_of_it_as_in_libpq() {
    assertThat(values("postgres://codex:p?a=b@db/library"))
        .containsEntry(DatabaseKeys.PASSWORD, "p?a=b")
        .containsEntry(DatabaseKeys.HOST, "db");
  }

  @ParameterizedTest
  @CsvSource({
    "postgres://[::1]:5433/db, ::1",
    "postgres:///db?host=/var/run/postgresql, /var/run/postgresql",
    "postgres://%2Fvar%2Frun/db, /var/run",
    "postgres://u@10.0.0.7, 10.0.0.7"
  })
  void a_host_is_a_name_an_address_or_a_directory(String url, String host) {
    assertThat(values(url)).containsEntry(DatabaseKeys.HOST, host);
  }

  @Test
  void no_password_means_no_password() {
    assertThat(values("postgres://codex@db/library")).doesNotContainKey(DatabaseKeys.PASSWORD);
  }

  @Test
  void ssl_true_is_require_as_in_libpq() {
    assertThat(values("postgres://db/library?ssl=true"))
        .containsEntry(DatabaseKeys.SSL_MODE, "require");
  }

  @Test
  void a_parameter_that_is_not_used_is_told() {
    assertThat(DatabaseUrl.parse("DATABASE_URL", "postgres://db/x?connect_timeout=5&sslmode=allow")
            .unused())
        .containsExactly("connect_timeout");
  }

  @Test
  void a_jdbc_url_is_refused_with_the_form_that_is_wanted() {
    assertThatThrownBy(() -> values("jdbc:postgresql://db/library"))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("DATABASE_URL is a JDBC URL")
        .hasMessageContaining("postgres://user:password@host:5432/database");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary",
        "mysql://u:canary@db/x",
        "postgres://u:can/ary@db/x",
        "postgres://u:12/canary@db/x",
        "postgres://u:ca@nary@db/x",
        "postgres://u:canary%zz@db/x",
        "postgres://u:canary@db:99999/x",
        "postgres://u:canary@db:canary/x",
        "postgres://u:canary@a,b/x",
        "postgres://u:canary@db/x?sslmode=canary",
        "postgres://u:canary@db:5432:canary/x"
      })
  void what_is_no_address_is_refused_and_not_shown(String url) {
    assertThatThrownBy(() -> values(url))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("DATABASE_URL")
        .message()
        .doesNotContainPattern("canary|nary|can/");
  }

  private static Map<ConfigKey<?>, String> values(String url) {
    return DatabaseUrl.parse("DATABASE_URL", url).values();
  }
}
