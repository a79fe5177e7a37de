package dev.codex.runtime;

import dev.codex.migration.Callback;
import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.Plan;
import dev.codex.migration.Problem;
import dev.codex.postgres.OutsideWorld;
import dev.codex.postgres.ScriptRunner.Way;
import dev.codex.script.Inspection;
import dev.codex.script.ScriptInspector;
import dev.codex.script.SessionNeed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads every pending script to its end before the first one is sent, and knows afterwards how each is to be sent. */
final class PendingScripts {
  private static final int LONGEST_MESSAGE = 256 * 1024;
  private static final int MANY = 100;

  private final Vertx vertx;
  private final Map<Migration, Inspection> inspected = new LinkedHashMap<>();

  PendingScripts(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Fails with {@link CodexException.ScriptsInvalid} if one of them cannot be run as it stands. */
  Future<Void> inspect(Plan plan) {
    List<Callback> callbacks = plan.isUpToDate() ? List.of() : plan.set().callbacks();
    List<Migration> unknown = Stream.concat(
            callbacks.stream().map(Callback::migration), plan.pending().stream())
        .filter(migration -> !inspected.containsKey(migration))
        .toList();
    if (unknown.isEmpty()) {
      return Future.succeededFuture();
    }
    return vertx.executeBlocking(() -> inspectAll(unknown)).compose(found -> {
      inspected.putAll(found);
      List<Problem> problems = found.values().stream()
          .flatMap(inspection -> inspection.problems().stream())
          .collect(Collectors.toCollection(ArrayList::new));
      callbacks.forEach(callback -> CallbackRules.check(callback, inspection(callback), problems));
      return problems.isEmpty()
          ? Future.succeededFuture()
          : Future.failedFuture(new CodexException.ScriptsInvalid(problems));
    });
  }

  /** On every core if there are many: the first one is not sent before the last one is read. */
  private static Map<Migration, Inspection> inspectAll(List<Migration> migrations) {
    Stream<Migration> each =
        migrations.size() < MANY ? migrations.stream() : migrations.parallelStream();
    Iterator<Inspection> inspections = each.map(
            migration -> ScriptInspector.inspect(migration.script()))
        .toList()
        .iterator();
    Map<Migration, Inspection> found = new LinkedHashMap<>();
    migrations.forEach(migration -> found.put(migration, inspections.next()));
    return found;
  }

  /** Whether one of them may do what a crash of the server does not take back. A large one is not searched: it may. */
  boolean reachOut(List<Migration> pending) {
    return pending.stream()
        .anyMatch(migration ->
            migration.script().text().map(OutsideWorld::isMentionedIn).orElse(true));
  }

  /** The same for one script that is not to be run now. */
  Future<Void> inspect(Migration migration) {
    return vertx.executeBlocking(() -> inspectAll(List.of(migration))).compose(found -> {
      inspected.putAll(found);
      List<Problem> problems = found.values().stream()
          .flatMap(inspection -> inspection.problems().stream())
          .toList();
      return problems.isEmpty()
          ? Future.succeededFuture()
          : Future.failedFuture(new CodexException.ScriptsInvalid(problems));
    });
  }

  boolean isStatementByStatement(Migration migration) {
    return way(migration) == Way.STATEMENT_BY_STATEMENT;
  }

  private Inspection inspection(Callback callback) {
    return Objects.requireNonNull(inspected.get(callback.migration()));
  }

  /** Of the inspected scripts, what a pooler that gives no session would not do as it should. */
  Future<List<Problem>> needingSession() {
    return vertx.executeBlocking(() -> inspected.entrySet().stream()
        .map(entry ->
            SessionNeed.of(entry.getKey().script(), entry.getValue().mode().isJournaled()))
        .flatMap(Optional::stream)
        .toList());
  }

  Way way(Migration migration) {
    Inspection inspection = Objects.requireNonNull(inspected.get(migration));
    if (inspection.mode().isJournaled()) {
      return Way.STATEMENT_BY_STATEMENT;
    }
    boolean small = migration
        .script()
        .text()
        .filter(text -> text.length() <= LONGEST_MESSAGE)
        .isPresent();
    return small && inspection.oneMessage() ? Way.ONE_MESSAGE : Way.IN_PARTS;
  }
}
