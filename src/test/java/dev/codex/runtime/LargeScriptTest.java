package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class LargeScriptTest {
  private static final String ROW = "insert into t values ('" + "x".repeat(2000) + "');\n";

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** How long the run has kept its loop at worst from one timer of every 10 ms to the next, by work or by waiting. */
  private static long worstStallMillis(Vertx vertx, Runnable work) {
    THREADS.setThreadContentionMonitoringEnabled(true);
    AtomicLong last = new AtomicLong(Long.MAX_VALUE);
    AtomicLong worst = new AtomicLong();
    long timer = vertx.setPeriodic(10, tick -> {
      long now = keptMillis();
      worst.accumulateAndGet(now - last.getAndSet(now), Math::max);
    });
    work.run();
    vertx.cancelTimer(timer);
    return worst.get();
  }

  /** What a loaded machine makes a thread wait for a processor is not in it. */
  private static long keptMillis() {
    ThreadInfo loop = THREADS.getThreadInfo(Thread.currentThread().getId());
    return Duration.ofNanos(THREADS.getCurrentThreadCpuTime()).toMillis()
        + loop.getBlockedTime()
        + loop.getWaitedTime();
  }

  private static void apply(Vertx vertx, Scripts scripts, TestDatabase database) {
    // on the same event loop as the timer
    Ended.well(vertx.deployVerticle(
        new MigratorVerticle(Migrator.create(vertx, scripts.config(database)))));
  }

  @Test
  void fifty_megabytes_in_many_statements(@TempDir Path directory, TestDatabase database)
      throws IOException {
    try (Writer script = Files.newBufferedWriter(directory.resolve("V1__large.sql"))) {
      script.write("create unlogged table t (x text);\n");
      for (int i = 0; i < 25_000; i++) {
        script.write(ROW);
      }
    }
    assertThat(Files.size(directory.resolve("V1__large.sql"))).isGreaterThan(50_000_000);
    Vertx vertx = Vertx.vertx(new io.vertx.core.VertxOptions().setEventLoopPoolSize(1));
    assertThat(worstStallMillis(vertx, () -> apply(vertx, Scripts.in(directory), database)))
        .isLessThan(1000);
    Ended.well(vertx.close());
    assertThat(database.<Long>value("select count(*) from t")).isEqualTo(25_000);
  }

  @Test
  void twenty_megabytes_in_one_statement(@TempDir Path directory, TestDatabase database)
      throws IOException {
    try (Writer script = Files.newBufferedWriter(directory.resolve("V1__large.sql"))) {
      script.write("create unlogged table t (x text);\ninsert into t values ('");
      for (int i = 0; i < 20_000; i++) {
        script.write("ä".repeat(500) + "\n");
      }
      script.write("')");
    }
    Vertx vertx = Vertx.vertx(new io.vertx.core.VertxOptions().setEventLoopPoolSize(1));
    assertThat(worstStallMillis(vertx, () -> apply(vertx, Scripts.in(directory), database)))
        .isLessThan(1000);
    Ended.well(vertx.close());
    assertThat(database.<Integer>value("select length(x) from t")).isEqualTo(20_000 * 501);
  }
}
