package dev.codex.config;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import io.vertx.pgclient.SslMode;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which database, and how to reach it.
 *
 * @param host name, address or the directory of a Unix socket; empty if no database is configured
 * @param username the role that logs in; empty if not configured
 * @param password its password, or {@link Secret#NONE}
 * @param databaseName the database; empty if not configured
 * @param sslMode what libpq means by it
 * @param sslRootCert a PEM file, or {@link #SYSTEM_TRUST} for the authorities that Java trusts; null if there is none
 * @param sslClientCert a PEM file, or null
 * @param sslClientKey a PEM file, null without a client certificate
 * @param migrationUrl the direct address for the migrator, or {@link Secret#NONE}; see {@link #forMigrator}
 * @param pooler what stands between
 * @param embedded whether a server of our own is started; the address is then not used
 * @param connectBudget how long a server that is not up yet is tried again
 * @param source where host and database came from, for the first line of the log
 */
public record DatabaseConfig(
    String host,
    int port,
    String username,
    Secret password,
    String databaseName,
    SslMode sslMode,
    @Nullable String sslRootCert,
    @Nullable String sslClientCert,
    @Nullable String sslClientKey,
    Secret migrationUrl,
    Pooler pooler,
    boolean embedded,
    Duration connectBudget,
    String source) {
  /** The value of {@code ssl_root_cert} that means: the authorities that Java trusts. */
  public static final String SYSTEM_TRUST = "system";

  private static final Pattern LOOPBACK = Pattern.compile("(?i)localhost|127\\.[0-9.]+|::1");

  /** No database at all, and every other default. */
  public static final DatabaseConfig NONE = new DatabaseConfig(
      "",
      5432,
      "",
      Secret.NONE,
      "",
      SslMode.PREFER,
      null,
      null,
      null,
      Secret.NONE,
      Pooler.NONE,
      false,
      Duration.ofSeconds(30),
      "not configured");

  /**
   * @throws ConfigurationInvalid if the parts contradict each other
   */
  public DatabaseConfig {
    Faults faults = new Faults();
    faults.addIf(
        port < 1 || port > 65535,
        "database.postgres.port is " + port,
        "a number from 1 to 65535 is wanted");
    boolean verified = sslMode == SslMode.VERIFY_CA || sslMode == SslMode.VERIFY_FULL;
    faults.addIf(
        verified && sslRootCert == null,
        "database.postgres.ssl_mode is " + sslMode.value
            + ", and database.postgres.ssl_root_cert is not set",
        "name the PEM file of the authority, or system for the authorities that Java trusts");
    faults.addIf(
        SYSTEM_TRUST.equals(sslRootCert) && sslMode != SslMode.VERIFY_FULL,
        "database.postgres.ssl_root_cert is system, and database.postgres.ssl_mode is "
            + sslMode.value,
        "anyone can have a certificate of a public authority: set ssl_mode to verify-full");
    faults.addIf(
        (sslClientCert == null) != (sslClientKey == null),
        "of database.postgres.ssl_client_cert and database.postgres.ssl_client_key only one is set",
        "set both or none");
    faults.throwIfAny();
  }

  /** A database with every other setting at its default. */
  public static DatabaseConfig of(
      String host, int port, String username, Secret password, String databaseName) {
    return NONE.withAddress(host, port, username, password, databaseName, "from the application");
  }

  /** The same settings for another address, which is then no longer the embedded server's. */
  public DatabaseConfig withAddress(
      String newHost,
      int newPort,
      String newUsername,
      Secret newPassword,
      String newDatabaseName,
      String newSource) {
    return new DatabaseConfig(
        newHost,
        newPort,
        newUsername,
        newPassword,
        newDatabaseName,
        sslMode,
        sslRootCert,
        sslClientCert,
        sslClientKey,
        Secret.NONE,
        pooler,
        false,
        connectBudget,
        newSource);
  }

  public DatabaseConfig withSsl(SslMode mode, @Nullable String rootCert) {
    return new DatabaseConfig(
        host,
        port,
        username,
        password,
        databaseName,
        mode,
        rootCert,
        sslClientCert,
        sslClientKey,
        migrationUrl,
        pooler,
        embedded,
        connectBudget,
        source);
  }

  public DatabaseConfig withPooler(Pooler newPooler) {
    return new DatabaseConfig(
        host,
        port,
        username,
        password,
        databaseName,
        sslMode,
        sslRootCert,
        sslClientCert,
        sslClientKey,
        migrationUrl,
        newPooler,
        embedded,
        connectBudget,
        source);
  }

  public DatabaseConfig withConnectBudget(Duration budget) {
    return new DatabaseConfig(
        host,
        port,
        username,
        password,
        databaseName,
        sslMode,
        sslRootCert,
        sslClientCert,
        sslClientKey,
        migrationUrl,
        pooler,
        embedded,
        budget,
        source);
  }

  /**
   * The database as the migrator reaches it: directly, by {@code database.migration_url}, where the address leads to a
   * pooler.
   *
   * @throws ConfigurationInvalid if that URL cannot be used
   */
  public DatabaseConfig forMigrator() {
    return migrationUrl.isEmpty() || embedded
        ? this
        : DatabaseUrl.parse("database.migration_url", migrationUrl.reveal()).direct(this);
  }

  /** What is allowed, and a reason for concern. */
  public List<String> warnings() {
    boolean clear =
        sslMode == SslMode.DISABLE || sslMode == SslMode.ALLOW || sslMode == SslMode.PREFER;
    boolean far =
        !host.isEmpty() && !host.startsWith("/") && !LOOPBACK.matcher(host).matches();
    return clear && far
        ? List.of("the connection to " + host + " may be in clear, or to someone else: ssl_mode is "
            + sslMode.value + "; for production set verify-full and ssl_root_cert")
        : List.of();
  }

  /** Whether it is known which server, role and database. */
  public boolean isConfigured() {
    return !host.isEmpty() && !username.isEmpty() && !databaseName.isEmpty();
  }

  /** The server, as messages name it. */
  public String address() {
    return host + ":" + port;
  }

  /** Host and database for the first line of the log, and where they came from. */
  public String describe() {
    return "database " + databaseName + " on " + host + ":" + port + " as " + username + " ("
        + source + ")";
  }
}
