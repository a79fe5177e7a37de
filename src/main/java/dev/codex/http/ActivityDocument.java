package dev.codex.http;

import dev.codex.migration.Activity;
import dev.codex.migration.Blocker;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a running statement is at, without the users, the hosts and the queries that a stranger must not see. */
final class ActivityDocument {
  private ActivityDocument() {}

  /** Adds it to what runs. */
  static JsonObject add(JsonObject running, @Nullable Activity activity) {
    if (activity == null) {
      return running;
    }
    JsonArray blockers = new JsonArray();
    activity.blockers().forEach(blocker -> blockers.add(json(blocker)));
    return running.put("step", json(activity.step())).put("blockers", blockers);
  }

  private static @Nullable JsonObject json(Activity.@Nullable Step step) {
    return step == null
        ? null
        : new JsonObject()
            .put("phase", step.phase())
            .put("percent", step.percent() < 0 ? null : step.percent())
            .put("relation", step.relation());
  }

  private static JsonObject json(Blocker blocker) {
    Duration age = blocker.transactionAge();
    return new JsonObject()
        .put("pid", blocker.pid())
        .put("application", blocker.application())
        .put("state", blocker.state())
        .put("transaction_seconds", age == null ? null : age.toSeconds());
  }
}
