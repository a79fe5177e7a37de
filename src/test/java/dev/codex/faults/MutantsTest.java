package dev.codex.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A harness that finds nothing proves nothing: bugs are planted, and every one has to be found, and none without one. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class MutantsTest {
  private static final int AT_ONCE = 4;

  @TempDir
  private Path directory;

  @Test
  void every_planted_bug_is_found(Vertx vertx, TestDatabase database) throws Exception {
    Map<String, Future<List<String>>> planted = new LinkedHashMap<>();
    Map<String, Future<List<String>>> unplanted = new LinkedHashMap<>();
    ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
    try (Logged quiet = Logged.watch("nothing in particular")) {
      for (Mutant one : Mutant.values()) {
        planted.put(one.name(), executor.submit(() -> run(one.scenario(), one, vertx, database)));
        unplanted.computeIfAbsent(
            one.scenario(),
            scenario -> executor.submit(() -> run(scenario, null, vertx, database)));
      }
      tell(planted);
      assertThat(unfound(planted)).isEmpty();
      for (Future<List<String>> one : unplanted.values()) {
        assertThat(one.get()).isEmpty();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static List<String> unfound(Map<String, Future<List<String>>> planted) throws Exception {
    List<String> unfound = new ArrayList<>();
    for (Map.Entry<String, Future<List<String>>> one : planted.entrySet()) {
      if (one.getValue().get().isEmpty()) {
        unfound.add(one.getKey());
      }
    }
    return unfound;
  }

  private static void tell(Map<String, Future<List<String>>> planted) throws Exception {
    int found = planted.size() - unfound(planted).size();
    System.out.printf("planted bugs found: %d of %d%n", found, planted.size());
    for (Map.Entry<String, Future<List<String>>> one : planted.entrySet()) {
      System.out.println("  " + one.getKey() + ": " + first(one.getValue().get()));
    }
  }

  private static String first(List<String> seen) {
    return seen.stream()
        .findFirst()
        .map(one -> one.lines().findFirst().orElse(""))
        .orElse("NOT FOUND");
  }

  /** In a copy of the program of its own. */
  @SuppressWarnings("unchecked")
  private List<String> run(
      String scenario, @Nullable Mutant mutant, Vertx vertx, TestDatabase database) {
    try {
      Path own = directory.resolve((mutant == null ? "none" : mutant.name()) + scenario.hashCode());
      return (List<String>) Class.forName(Scenario.class.getName(), true, new MutantLoader(mutant))
          .getMethod(
              "violations", String.class, String.class, Vertx.class, TestDatabase.class, Path.class)
          .invoke(null, scenario, mutant == null ? null : mutant.name(), vertx, database, own);
    } catch (ReflectiveOperationException broken) {
      throw new AssertionError(scenario, broken);
    }
  }
}
