package dev.codex.telemetry;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationReport;
import dev.codex.migration.Plan;
import dev.codex.migration.ScriptFailure;
import dev.codex.migration.StatementPosition;
import dev.codex.runtime.Progress;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.vertx.core.AsyncResult;
import java.time.Duration;

/**
 * A span for each run, in it one for each script, and in that one for each statement where statements are sent one by
 * one. They name scripts, places and the server's message of a failure, never the text of a statement.
 */
final class RunSpans implements Progress {
  private static final AttributeKey<String> VERSION =
      AttributeKey.stringKey("codex.migration.version");
  private static final AttributeKey<String> SCRIPT = AttributeKey.stringKey("code.file.path");
  private static final AttributeKey<Long> LINE = AttributeKey.longKey("code.line.number");
  private static final AttributeKey<String> STATE =
      AttributeKey.stringKey("db.response.status_code");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("codex.reason");

  private final Tracer tracer;
  private final Attributes target;
  private Span run = Span.getInvalid();
  private Span script = Span.getInvalid();
  private Span statement = Span.getInvalid();
  private int number;

  RunSpans(Tracer tracer, CodexConfig config) {
    this.tracer = tracer;
    this.target = Attributes.builder()
        .put("db.system.name", "postgresql")
        .put("db.namespace", config.database().databaseName())
        .put("server.address", config.database().host())
        .put("server.port", config.database().port())
        .build();
  }

  @Override
  public void begun() {
    run = tracer.spanBuilder("migrate").setAllAttributes(target).startSpan();
  }

  @Override
  public void waitingForLock(String holder) {
    run.addEvent("waiting for the migration lock", Attributes.of(REASON, holder));
  }

  @Override
  public void planned(Plan plan) {
    run.setAttribute("codex.migrations.pending", plan.pending().size());
  }

  @Override
  public void started(Migration migration, int ofPlan, int total) {
    endScript();
    script = child(run, migration.label())
        .setAttribute(SCRIPT, migration.script().path())
        .setAttribute("codex.migration.number", ofPlan)
        .setAttribute("codex.migration.total", total);
    if (migration.version() != null) {
      script.setAttribute(VERSION, String.valueOf(migration.version()));
    }
  }

  @Override
  public void sending(StatementPosition position) {
    if (statement.isRecording() && position.number() == number) {
      // the same once more, without a transaction
      return;
    }
    statement.end();
    number = position.number();
    String name = position.last() == number ? position.label() : position.describe();
    statement = child(script, name)
        .setAttribute("codex.statement.number", number)
        .setAttribute("codex.statement.last", position.last())
        .setAttribute(LINE, (long) position.line());
  }

  private Span child(Span parent, String name) {
    return tracer
        .spanBuilder(name)
        .setParent(Context.root().with(parent))
        .setSpanKind(SpanKind.CLIENT)
        .startSpan();
  }

  @Override
  public void waitingForLocks(String blockers) {
    script.addEvent("waiting for locks", Attributes.of(REASON, blockers));
  }

  @Override
  public void finished(Migration migration, Duration execution) {
    endScript();
  }

  @Override
  public void failed(Migration migration, Throwable failure) {
    mark(statement, failure);
    mark(script, failure);
    endScript();
  }

  @Override
  public void reconnecting(String reason) {
    run.addEvent("reconnecting", Attributes.of(REASON, reason));
  }

  @Override
  public void ended(AsyncResult<MigrationReport> outcome) {
    endScript();
    if (outcome.succeeded()) {
      run.setAttribute("codex.migrations.applied", outcome.result().applied().size());
    } else {
      mark(run, outcome.cause());
    }
    run.end();
  }

  private void endScript() {
    statement.end();
    script.end();
  }

  private static void mark(Span span, Throwable failure) {
    if (failure instanceof CodexException.MigrationFailed failed) {
      ScriptFailure why = failed.failure();
      span.setStatus(StatusCode.ERROR, why.place() + ": " + why.message());
      span.setAttribute(STATE, why.sqlState());
      span.setAttribute(LINE, (long) why.line());
    } else {
      span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
    }
    span.setAttribute(ERROR, failure.getClass().getSimpleName());
  }
}
