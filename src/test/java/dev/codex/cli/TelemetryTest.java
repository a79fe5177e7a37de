package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.telemetry.Collector;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code migrate} sends to a collector at its end, and what comes of one that does not take it. */
@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class TelemetryTest {
  private static final String NOBODY_THERE = "http://127.0.0.1:1";

  @TempDir
  private Path directory;

  private Cli.Ended migrate(TestDatabase database, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(database.env());
    environment.putAll(more);
    return Cli.run(environment, "migrate", "--location", directory.toString());
  }

  private static Map<String, String> to(Collector collector) {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(),
        // a slow machine is not what is tested
        "CODEX_TELEMETRY_TIMEOUT", "60",
        "CODEX_BUILD", "2.4.0");
  }

  @Test
  void spans_of_the_run_its_scripts_and_the_statements_that_are_sent_one_by_one(
      Vertx vertx, TestDatabase database) {
    new ScriptDirectory(directory)
        .with("V1__book.sql", "create table book (id int); select 'secret-in-a-script';")
        .with(
            "V2__index.sql",
            "-- codex:no-transaction\ncreate index concurrently book_id on book (id);\nvacuum book;");
    try (Collector collector = Collector.on(vertx)) {
      migrate(database, to(collector)).withCode(0);

      Span run = collector.span("migrate");
      assertThat(run.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
      assertThat(Collector.attributes(run.getAttributesList()))
          .containsEntry("db.system.name", "postgresql")
          .containsEntry("db.namespace", database.name())
          .containsEntry("codex.migrations.pending", "2")
          .containsEntry("codex.migrations.applied", "2");
      assertThat(collector.within(run)).containsExactly("1 (book)", "2 (index)");
      assertThat(collector.within(collector.span("1 (book)"))).isEmpty();
      assertThat(collector.within(collector.span("2 (index)")))
          .containsExactly("CREATE INDEX", "VACUUM BOOK");
      assertThat(Collector.attributes(collector.span("VACUUM BOOK").getAttributesList()))
          .containsEntry("codex.statement.number", "2")
          .containsEntry("code.line.number", "3");
      assertThat(collector.spans())
          .hasSize(5)
          .allMatch(span -> span.getTraceId().equals(run.getTraceId()))
          .allMatch(span -> span.getEndTimeUnixNano() >= span.getStartTimeUnixNano());
      assertThat(collector.resource())
          .containsEntry("service.name", "codex")
          .containsEntry("service.version", "2.4.0");
      assertThat(collector.everything()).doesNotContain("secret-in-a-script", "codex-test");
    }
  }

  @Test
  void figures_by_the_names_of_the_metrics_of_serve(Vertx vertx, TestDatabase database) {
    new ScriptDirectory(directory)
        .with("V1__book.sql", "create table book (id int);")
        .with("V2__reader.sql", "create table reader (id int);");
    try (Collector collector = Collector.on(vertx)) {
      migrate(database, to(collector)).withCode(0);

      assertThat(collector.gauge("codex.migrations.applied")).isEqualTo(2);
      assertThat(collector.gauge("codex.migrations.pending")).isZero();
      assertThat(collector.gauge("codex.migrations.failed")).isZero();
      NumberDataPoint version =
          collector.figure("codex.schema.version").getGauge().getDataPoints(0);
      assertThat(Collector.attributes(version.getAttributesList())).containsEntry("version", "2");
      assertThat(collector
              .figure("codex.migration")
              .getHistogram()
              .getDataPoints(0)
              .getCount())
          .isEqualTo(2);
      assertThat(collector.figure("codex.migration").getUnit()).isEqualTo("s");
      var run = collector.figure("codex.run").getHistogram().getDataPoints(0);
      assertThat(Collector.attributes(run.getAttributesList())).containsEntry("outcome", "done");
    }
  }

  @Test
  void a_failure_with_its_place_and_its_code(Vertx vertx, TestDatabase database) {
    new ScriptDirectory(directory)
        .with("V1__book.sql", "create table book (id int);")
        .with("V2__wrong.sql", "-- codex:no-transaction\nvacuum book;\nvacuum boook;");
    try (Collector collector = Collector.on(vertx)) {
      migrate(database, to(collector)).withCode(6);

      for (String name : new String[] {"migrate", "2 (wrong)", "VACUUM BOOOK"}) {
        Span span = collector.span(name);
        assertThat(span.getStatus().getCode()).as(name).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(span.getStatus().getMessage())
            .isEqualTo("V2__wrong.sql:3:1: relation \"boook\" does not exist");
        assertThat(Collector.attributes(span.getAttributesList()))
            .containsEntry("db.response.status_code", "42P01");
      }
      assertThat(collector.span("1 (book)").getStatus().getCode())
          .isEqualTo(StatusCode.STATUS_CODE_UNSET);
      assertThat(collector.gauge("codex.migrations.applied")).isEqualTo(1);
      assertThat(collector.gauge("codex.migrations.pending")).isEqualTo(1);
      assertThat(collector.gauge("codex.migrations.failed")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, create table book (id int);", "6, create tabel book (id int);"})
  void nobody_there_changes_nothing_but_a_warning(int code, String script, TestDatabase database) {
    new ScriptDirectory(directory).with("V1__book.sql", script);
    Cli.Ended ended = migrate(database, Map.of("CODEX_TELEMETRY_ENDPOINT", NOBODY_THERE));
    assertThat(ended.withCode(code).err().lines().filter(line -> line.contains(" WARN ")))
        .singleElement()
        .asString()
        .contains("figures and traces could not be sent to " + NOBODY_THERE + " (")
        .contains("port 4318");
  }

  @ParameterizedTest
  @ValueSource(strings = {"REFUSES", "KEEPS_SILENT"})
  void a_collector_that_does_not_take_it_costs_no_more_than_the_timeout(
      Collector.Mood mood, Vertx vertx, TestDatabase database) {
    new ScriptDirectory(directory).with("V1__book.sql", "create table book (id int);");
    try (Collector collector = Collector.on(vertx, mood)) {
      Map<String, String> variables = new HashMap<>(to(collector));
      variables.put("CODEX_TELEMETRY_TIMEOUT", mood == Collector.Mood.REFUSES ? "20s" : "9s");
      long begun = System.nanoTime();
      Cli.Ended ended = migrate(database, variables).withCode(0);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
      assertThat(ended.err().lines().filter(line -> line.contains(" WARN ")))
          .singleElement()
          .asString()
          .contains(mood == Collector.Mood.REFUSES ? "they were refused" : "could not be sent");
      assertThat(ended.out()).contains("applied 1 migration");
    }
  }

  @Test
  void how_it_was_refused_is_told_to_those_who_want_to_know_more(
      Vertx vertx, TestDatabase database) {
    new ScriptDirectory(directory).with("V1__book.sql", "create table book (id int);");
    try (Collector collector = Collector.on(vertx, Collector.Mood.REFUSES)) {
      Map<String, String> environment = new HashMap<>(database.env());
      environment.putAll(to(collector));
      String[] verbose = {"migrate", "--verbose", "--location", directory.toString()};
      assertThat(Cli.run(environment, verbose).withCode(0).err()).contains("HTTP status code 403");
    }
  }

  @Test
  void our_key_counts_more_than_the_standard_variable(Vertx vertx, TestDatabase database) {
    new ScriptDirectory(directory).with("V1__book.sql", "create table book (id int);");
    try (Collector collector = Collector.on(vertx)) {
      migrate(
              database,
              Map.of(
                  "CODEX_TELEMETRY_TIMEOUT",
                  "60",
                  "CODEX_TELEMETRY_ENDPOINT",
                  collector.url(),
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                  NOBODY_THERE))
          .withCode(0);
      assertThat(collector.span("migrate")).isNotNull();
    }
  }

  @Test
  void a_wrong_key_is_refused_and_a_wrong_variable_of_everybody_is_warned_of(
      TestDatabase database) {
    new ScriptDirectory(directory).with("V1__book.sql", "create table book (id int);");
    for (String wrong :
        new String[] {"collector:4317", "ftp://x", "http://", "http://me:pw@collector", "%%"}) {
      assertThat(migrate(database, Map.of("CODEX_TELEMETRY_ENDPOINT", wrong))
              .withCode(2)
              .err())
          .contains("CODEX_TELEMETRY_ENDPOINT is ", "a URL such as http://collector:4318")
          .doesNotContain("me:pw");
      assertThat(migrate(database, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", wrong))
              .withCode(0)
              .err())
          .contains("WARN  OTEL_EXPORTER_OTLP_ENDPOINT is not used; a URL such as http://");
    }
  }
}
