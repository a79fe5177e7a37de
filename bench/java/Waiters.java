import dev.codex.runtime.SchemaWaiter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Many waiters in one process, each with a connection of its own: how many, the port, the role, its password, the database, the directory of the scripts. */
public final class Waiters {
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    JsonObject config = new JsonObject()
        .put("database", new JsonObject().put("postgres", new JsonObject()
            .put("host", "127.0.0.1").put("port", Integer.valueOf(args[1])).put("username", args[2]).put("password", args[3])
            .put("database_name", args[4])))
        .put("migrations", new JsonObject().put("locations", new JsonArray().add(args[5])))
        .put("wait", new JsonObject().put("timeout", "10m"));
    List<Future<?>> ready = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      ready.add(SchemaWaiter.create(vertx, config).awaitReady());
    }
    Future.join(ready).otherwiseEmpty().toCompletionStage().toCompletableFuture().get(15, TimeUnit.MINUTES);
    long failed = ready.stream().filter(Future::failed).count();
    ready.stream().filter(Future::failed).limit(3).forEach(one -> System.err.println(one.cause()));
    System.exit(failed == 0 ? 0 : 1);
  }
}
