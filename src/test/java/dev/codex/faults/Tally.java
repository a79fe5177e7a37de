package dev.codex.faults;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs many cases beside each other and counts. What waits for silence to end costs no work, and waits in company. */
final class Tally {
  private static final int WORKING = Integer.getInteger("codex.faults.working", 6);
  private static final int WAITING = Integer.getInteger("codex.faults.waiting", 48);
  private static final int TELL_EVERY = 500;

  private final Arena arena;
  private final long seed;
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger faults = new AtomicInteger();
  private final Set<String> points = ConcurrentHashMap.newKeySet();
  private final List<String> violations = new CopyOnWriteArrayList<>();

  Tally(Arena arena, long seed) {
    this.arena = arena;
    this.seed = seed;
  }

  void runAll(List<Case> cases) {
    ExecutorService working = Executors.newFixedThreadPool(WORKING);
    ExecutorService waiting = Executors.newFixedThreadPool(WAITING);
    cases.forEach(one -> (one.isSilent() ? waiting : working).execute(() -> run(one)));
    for (ExecutorService each : List.of(working, waiting)) {
      each.shutdown();
      try {
        if (!each.awaitTermination(6, TimeUnit.HOURS)) {
          violations.add("the runs did not end");
        }
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }

  private void run(Case one) {
    try {
      count(arena.run(one));
    } catch (RuntimeException | AssertionError broken) {
      violations.add("VIOLATION in " + one + ": " + broken);
    }
  }

  private void count(Result result) {
    int number = runs.incrementAndGet();
    faults.addAndGet(result.harmed());
    if (result.run().faults().size() == 1 && result.harmed() > 0) {
      points.add(result.run().toString());
    }
    if (!result.violations().isEmpty()) {
      violations.add(result.describe());
      System.out.println(result.describe());
    }
    if (number % TELL_EVERY == 0) {
      System.out.println(summary());
    }
  }

  List<String> violations() {
    return violations;
  }

  String summary() {
    long ofClients = points.stream().filter(point -> point.contains(":c")).count();
    return "faults: %d runs, %d distinct points (%d of the client, %d of the server), %d faults, %d violations (seed %d)"
        .formatted(
            runs.get(),
            points.size(),
            ofClients,
            points.size() - ofClients,
            faults.get(),
            violations.size(),
            seed);
  }
}
