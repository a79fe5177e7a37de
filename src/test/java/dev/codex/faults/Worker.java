package dev.codex.faults;

import dev.codex.config.CodexConfig;
import dev.codex.runtime.JavaMigration;
import dev.codex.runtime.Migrator;
import dev.codex.runtime.PgBouncer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who does the work of a workload.
 *
 * @param isWaiter whether it waits while another one migrates, rather than migrates itself
 * @param code its migrations in Java
 * @param pooler what stands before the server, null if nothing does
 * @param mode what the pooler is said to be
 */
record Worker(
    boolean isWaiter, List<JavaMigration> code, @Nullable PgBouncer pooler, String mode) {
  static final Worker MIGRATOR = new Worker(false, List.of(), null, "none");
  static final Worker WAITER = new Worker(true, List.of(), null, "none");

  static Worker with(JavaMigration code) {
    return new Worker(false, List.of(code), null, "none");
  }

  static Worker behind(PgBouncer pooler, String mode) {
    return new Worker(false, List.of(), pooler, mode);
  }

  Migrator migrator(Vertx vertx, CodexConfig config) {
    return Migrator.create(vertx, config).withMigrations(code.toArray(new JavaMigration[0]));
  }

  /** The configuration that goes through the wire, and behind it through the pooler. */
  JsonObject config(FaultProxy proxy) {
    JsonObject config = proxy.config();
    if (pooler != null) {
      proxy.leadTo("127.0.0.1", pooler.port());
      config.getJsonObject("database").put("pooler", mode);
    }
    return config;
  }
}
