package dev.codex.config;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import io.vertx.pgclient.SslMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address in one line, {@code postgres://user:password@host:port/database?sslmode=verify-full}, read as libpq reads
 * it. No part of the line is ever in a message: what was misread as a host may be half of the password.
 */
final class DatabaseUrl {
  private static final String SHAPE =
      "write it as postgres://user:password@host:5432/database, special characters"
          + " of the password percent-encoded (@ as %40, / as %2F)";
  private static final Pattern PARTS = Pattern.compile(
      "postgres(?:ql)?://(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<host>\\[[0-9a-fA-F:.%]+]|[^:@/?\\[\\]]*)"
          + "(?::(?<port>\\d{0,5}))?(?:/(?<database>[^/?@]*))?(?:\\?(?<query>[^@]*))?");
  private static final Map<String, ConfigKey<?>> PARAMETERS = Map.of(
      "sslmode", DatabaseKeys.SSL_MODE,
      "sslrootcert", DatabaseKeys.SSL_ROOT_CERT,
      "sslcert", DatabaseKeys.SSL_CLIENT_CERT,
      "sslkey", DatabaseKeys.SSL_CLIENT_KEY,
      "host", DatabaseKeys.HOST);

  private final String name;
  private final Map<ConfigKey<?>, String> values = new LinkedHashMap<>();
  private final List<String> unused = new ArrayList<>();

  private DatabaseUrl(String name) {
    this.name = name;
  }

  /**
   * @param name what to call the line in a message: {@code DATABASE_URL}
   * @throws ConfigurationInvalid if it is no such line
   */
  static DatabaseUrl parse(String name, String url) {
    if (url.startsWith("jdbc:")) {
      throw new ConfigurationInvalid(name + " is a JDBC URL, and Codex uses no JDBC", SHAPE);
    }
    Matcher matcher = PARTS.matcher(url);
    if (!matcher.matches()) {
      throw new ConfigurationInvalid(name + " is not the address of a PostgreSQL database", SHAPE);
    }
    DatabaseUrl address = new DatabaseUrl(name);
    address.read(matcher);
    return address;
  }

  private void read(Matcher matcher) {
    put(DatabaseKeys.HOST, matcher.group("host"));
    put(DatabaseKeys.PORT, matcher.group("port"));
    put(DatabaseKeys.USERNAME, matcher.group("user"));
    put(DatabaseKeys.PASSWORD, matcher.group("password"));
    put(DatabaseKeys.DATABASE_NAME, matcher.group("database"));
    String query = matcher.group("query");
    for (String parameter : query == null ? new String[0] : query.split("&")) {
      String[] pair = parameter.split("=", 2);
      readParameter(pair[0], pair.length < 2 ? "" : pair[1]);
    }
    if (values.getOrDefault(DatabaseKeys.HOST, "").contains(",")) {
      throw new ConfigurationInvalid(name + " names more than one host", "name the primary only");
    }
  }

  private void readParameter(String parameter, String value) {
    ConfigKey<?> key = PARAMETERS.get(parameter);
    if (key != null) {
      put(key, value);
    } else if (parameter.equals("ssl") && value.equals("true")) {
      put(DatabaseKeys.SSL_MODE, "require");
    } else if (!parameter.isEmpty()) {
      unused.add(parameter);
    }
  }

  private void put(ConfigKey<?> key, @Nullable String encoded) {
    if (encoded != null && !encoded.isEmpty()) {
      String text = key.equals(DatabaseKeys.HOST) && encoded.startsWith("[")
          ? encoded.substring(1, encoded.length() - 1)
          : encoded;
      check(key, values.merge(key, decode(text), (first, second) -> second));
    }
  }

  private void check(ConfigKey<?> key, String text) {
    try {
      Object value = key.type().parse(text);
      if (value instanceof String string && string.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a NUL");
      }
    } catch (IllegalArgumentException notOne) {
      String part = key.path().substring(key.path().lastIndexOf('.') + 1);
      throw new ConfigurationInvalid(
          "the " + part + " in " + name + " is not valid", key.type().allowed() + " is wanted");
    }
  }

  /** A plus sign is a plus sign in libpq. */
  private String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      throw new ConfigurationInvalid(
          name + " holds a % that begins no percent-encoded character", "write it as %25");
    }
  }

  /** The parts that are there, as they would be written in a file. */
  Map<ConfigKey<?>, String> values() {
    return values;
  }

  /** Parameters that libpq may know, and Codex does not use. */
  List<String> unused() {
    return unused;
  }

  /** The same database by this address; what the address leaves out stays, except the port. */
  DatabaseConfig direct(DatabaseConfig database) {
    String username = values.getOrDefault(DatabaseKeys.USERNAME, database.username());
    Secret inherited = username.equals(database.username()) ? database.password() : Secret.NONE;
    String password = values.getOrDefault(DatabaseKeys.PASSWORD, "");
    String mode = values.get(DatabaseKeys.SSL_MODE);
    String rootCert = values.get(DatabaseKeys.SSL_ROOT_CERT);
    return database
        .withAddress(
            values.getOrDefault(DatabaseKeys.HOST, database.host()),
            Integer.parseInt(values.getOrDefault(DatabaseKeys.PORT, "5432")),
            username,
            password.isEmpty() ? inherited : Secret.of(password),
            values.getOrDefault(DatabaseKeys.DATABASE_NAME, database.databaseName()),
            "from " + name)
        .withSsl(
            mode == null ? database.sslMode() : SslMode.of(mode),
            rootCert == null ? database.sslRootCert() : rootCert)
        .withPooler(Pooler.NONE);
  }
}
