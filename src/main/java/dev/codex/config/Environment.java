package dev.codex.config;

import dev.codex.config.Source.Rank;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the environment: the variables of Codex, those of others that it knows, and the one line that platforms hand over. */
final class Environment {
  private static final String URL = "DATABASE_URL";
  private static final String COLLECTOR = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final Map<String, ConfigKey<?>> OF_LIBPQ = Map.of(
      "PGHOST", DatabaseKeys.HOST,
      "PGPORT", DatabaseKeys.PORT,
      "PGDATABASE", DatabaseKeys.DATABASE_NAME,
      "PGUSER", DatabaseKeys.USERNAME,
      "PGPASSWORD", DatabaseKeys.PASSWORD,
      "PGSSLMODE", DatabaseKeys.SSL_MODE,
      "PGSSLROOTCERT", DatabaseKeys.SSL_ROOT_CERT);

  /** What Kubernetes injects into every pod for a Service whose name begins with codex. */
  private static final Pattern SERVICE_LINK = Pattern.compile(
      "CODEX_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_.*)?)");

  private static final Pattern SERVICE_LINK_PORT = Pattern.compile("CODEX_(.*_)?PORT");
  private static final Pattern SERVICE_LINK_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private final Map<String, String> variables;
  private final Faults faults;

  Environment(Map<String, String> variables, Faults faults) {
    this.variables = new TreeMap<>(variables);
    this.faults = faults;
  }

  /** The variables that begin with CODEX_; one that is not known is a fault. */
  Layer ofCodex() {
    Layer layer = new Layer(faults);
    PlaceholderValues.ofVariables(variables)
        .forEach((source, values) -> layer.put(
            new Setting(ConfigKeys.PLACEHOLDERS, values, new Source(Rank.VARIABLE, source))));
    variables.forEach((name, value) -> {
      if (PlaceholderValues.isVariable(name)) {
        return;
      }
      if (name.startsWith("CODEX_") && !isServiceLink(name, value)) {
        Source source = new Source(Rank.VARIABLE, name);
        ConfigKeys.ofVariable(name)
            .ifPresentOrElse(
                key -> layer.put(key, value, source),
                () -> faults.add("the variable " + name + " is not known", Nearest.variable(name)));
      }
    });
    return layer;
  }

  /** A variable as CODEX_DATABSE_PORT looks like a link, too: the value of a port's link is an address. */
  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches()
        || (SERVICE_LINK_PORT.matcher(name).matches()
            && SERVICE_LINK_ADDRESS.matcher(value).matches());
  }

  boolean hasUrl() {
    return !variables.getOrDefault(URL, "").isBlank();
  }

  /** The parts of DATABASE_URL. */
  Layer ofUrl(List<String> warnings) {
    Layer layer = new Layer(faults);
    if (hasUrl()) {
      Source source = new Source(Rank.DATABASE_URL, URL);
      faults.check(() -> {
        DatabaseUrl url = DatabaseUrl.parse(URL, variables.getOrDefault(URL, "").strip());
        url.values().forEach((key, text) -> layer.put(key, text, source));
        url.unused()
            .forEach(parameter ->
                warnings.add("the parameter " + parameter + " of " + URL + " is not used"));
      });
    }
    return layer;
  }

  /** The standard variable of OpenTelemetry. It is set for every program of a pod: a wrong one must not keep ours from running. */
  Layer ofOpenTelemetry(List<String> warnings) {
    Layer layer = new Layer(faults);
    String url = variables.getOrDefault(COLLECTOR, "").strip();
    if (url.isEmpty()) {
      return layer;
    }
    try {
      layer.put(new Setting(
          TelemetryKeys.ENDPOINT,
          TelemetryKeys.ENDPOINT.type().parse(url),
          new Source(Rank.OTEL_VARIABLE, COLLECTOR)));
    } catch (IllegalArgumentException notOne) {
      warnings.add(
          COLLECTOR + " is not used; " + TelemetryKeys.ENDPOINT.type().allowed() + " is wanted");
    }
    return layer;
  }

  /** The variables of libpq. */
  Layer ofLibpq() {
    Layer layer = new Layer(faults);
    variables.forEach((name, value) -> {
      ConfigKey<?> key = OF_LIBPQ.get(name);
      if (key != null) {
        layer.put(key, value, new Source(Rank.PG_VARIABLE, name));
      }
    });
    return layer;
  }
}
