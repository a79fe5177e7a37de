package dev.codex.http;

import dev.codex.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.Function;

/**
 * Starts and cancels migrations for callers who know the token. It comes as a bearer token, which no browser adds by
 * itself: another site cannot make a visitor's browser send it. Without a configured token there are no actions.
 */
final class Actions {
  private static final String BEARER = "Bearer ";

  private final Secret token;
  private final Runs runs;

  /** What the actions act upon. */
  interface Runs {
    /**
     * Starts a run in this process.
     *
     * @return whether it was started; false if one is under way
     */
    boolean start();

    /** Ends the run of this process; completes with false if there is none. */
    Future<Boolean> cancel();
  }

  Actions(Secret token, Runs runs) {
    this.token = token;
    this.runs = runs;
  }

  void start(RoutingContext request) {
    whenAllowed(
        request,
        allowed -> Future.succeededFuture(
            runs.start() ? answer(202, "started") : answer(409, "a_run_is_under_way")));
  }

  void cancel(RoutingContext request) {
    whenAllowed(
        request,
        allowed -> runs.cancel()
            .map(found -> found ? answer(202, "cancelled") : answer(409, "nothing_runs_here")));
  }

  private record Answer(int status, String word) {}

  private static Answer answer(int status, String word) {
    return new Answer(status, word);
  }

  private void whenAllowed(
      RoutingContext request, Function<RoutingContext, Future<Answer>> action) {
    if (token.isEmpty()) {
      request.fail(404);
      return;
    }
    if (!isKnown(
        Objects.requireNonNullElse(request.request().getHeader(HttpHeaders.AUTHORIZATION), ""))) {
      Answers.send(request, 403, new JsonObject().put("error", "forbidden"));
      return;
    }
    action
        .apply(request)
        .onSuccess(answer -> {
          String key = answer.status() == 202 ? "result" : "error";
          Answers.send(request, answer.status(), new JsonObject().put(key, answer.word()));
        })
        .onFailure(request::fail);
  }

  /** Takes as long for a token that is nearly right as for one that is not. */
  private boolean isKnown(String header) {
    byte[] given = header.getBytes(StandardCharsets.UTF_8);
    byte[] wanted = (BEARER + token.reveal()).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(given, wanted);
  }
}
