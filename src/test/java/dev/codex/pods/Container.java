package dev.codex.pods;

import io.kubernetes.client.openapi.models.V1Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** One container: started again as its policy says, probed, and terminated when a probe has failed. */
final class Container {
  private static final long TICK_MILLIS = 20;
  private static final long GRACE_MILLIS = 30_000;

  private final Cluster cluster;
  private final V1Container spec;
  private final Place place;
  private final Path log;
  private final List<Integer> exits = new CopyOnWriteArrayList<>();
  private final List<String> killings = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch started = new CountDownLatch(1);
  private volatile Running run;
  private volatile Instant begun;
  private volatile Instant lastExit;
  private volatile boolean ready;
  private volatile boolean stopping;

  /** When an ended process is started again. */
  enum Restarts {
    NEVER,
    ON_FAILURE,
    ALWAYS
  }

  Container(Cluster cluster, V1Container spec, Place place, Path log) {
    this.cluster = cluster;
    this.spec = spec;
    this.place = place;
    this.log = log;
  }

  void begin(Restarts restarts) {
    Thread supervisor = new Thread(() -> supervise(restarts), spec.getName());
    supervisor.setDaemon(true);
    supervisor.start();
  }

  private void supervise(Restarts restarts) {
    try {
      for (int backOff = 10; !stopping; backOff = Math.min(300, backOff * 2)) {
        int code = runOnce();
        ready = false;
        lastExit = Instant.now();
        exits.add(code);
        if (restarts == Restarts.NEVER || code == 0 && restarts == Restarts.ON_FAILURE) {
          return;
        }
        pause(cluster.seconds(backOff, backOff));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      throw new AssertionError(failure);
    } finally {
      started.countDown();
      ended.countDown();
    }
  }

  private void pause(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (!stopping && System.nanoTime() < end) {
      Thread.sleep(TICK_MILLIS);
    }
  }

  private int runOnce() throws IOException, InterruptedException {
    begun = Instant.now();
    run = place.start(spec, log);
    if (stopping) {
      run.kill();
    }
    Probe startup = new Probe(cluster, spec, place, spec.getStartupProbe());
    Probe liveness = new Probe(cluster, spec, place, spec.getLivenessProbe());
    Probe readiness = new Probe(cluster, spec, place, spec.getReadinessProbe());
    while (!run.ended(TICK_MILLIS)) {
      if (!startup.hasSucceeded()) {
        startup.tick();
        killIf(startup.hasFailed(), "startup");
        continue;
      }
      started.countDown();
      liveness.tick();
      killIf(liveness.hasFailed(), "liveness");
      readiness.tick();
      ready = readiness.hasSucceeded();
    }
    return run.exitCode();
  }

  private void killIf(boolean failed, String probe) throws InterruptedException {
    if (failed && !stopping) {
      killings.add(probe);
      run.terminate();
      if (!run.ended(GRACE_MILLIS)) {
        run.kill();
      }
    }
  }

  /** The exit code of its last process, which is not started again. */
  int awaitEnd() {
    await(ended);
    return exits.isEmpty() ? -1 : exits.get(exits.size() - 1);
  }

  boolean awaitStarted() {
    await(started);
    return !stopping;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  List<Integer> exits() {
    return exits;
  }

  /** The probes that had it restarted. */
  List<String> killings() {
    return killings;
  }

  boolean isRunning() {
    return run != null && run.isAlive();
  }

  boolean isReady() {
    return ready;
  }

  /** When its last process was started; null if there was none. */
  Instant begun() {
    return begun;
  }

  Instant lastExit() {
    return lastExit;
  }

  String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** SIGTERM. */
  void terminate() {
    stopping = true;
    if (run != null) {
      run.terminate();
    }
  }

  void killAfter(Duration grace) {
    try {
      if (run != null) {
        if (!run.ended(grace.toMillis())) {
          run.kill();
        }
        ended.await();
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** SIGKILL to the process, which the policy may start again. */
  void killProcess() {
    run.kill();
  }
}
