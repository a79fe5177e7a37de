package dev.codex.cli;

import dev.codex.testing.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A {@code codex serve} of its own, and a prober that asks it every few milliseconds whether it is ready. */
final class ProbedPod implements AutoCloseable {
  private static final long PAUSE_MILLIS = 15;
  private static final String GONE = "no answer";

  private final String name;
  private final int health;
  private final CodexProcess process;
  private final BiConsumer<String, String> onChange;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> answers = new CopyOnWriteArrayList<>();
  private final Thread prober = new Thread(this::probe);
  private volatile String last = GONE;
  private volatile boolean ended;

  private ProbedPod(
      String name, int health, CodexProcess process, BiConsumer<String, String> onChange) {
    this.name = name;
    this.health = health;
    this.process = process;
    this.onChange = onChange;
    prober.setDaemon(true);
    prober.start();
  }

  /** @param onChange is told the name and the answer each time that the answer is another one */
  static ProbedPod start(
      String name, Map<String, String> environment, BiConsumer<String, String> onChange) {
    Map<String, String> all = new HashMap<>(environment);
    int health = FreePorts.next();
    all.putAll(Map.of(
        "CODEX_APPLICATION_HOST",
        "127.0.0.1",
        "CODEX_APPLICATION_PORT",
        String.valueOf(FreePorts.next()),
        "CODEX_HEALTH_HOST",
        "127.0.0.1",
        "CODEX_HEALTH_PORT",
        String.valueOf(health)));
    return new ProbedPod(name, health, CodexProcess.start(all, "serve"), onChange);
  }

  int healthPort() {
    return health;
  }

  CodexProcess process() {
    return process;
  }

  private void probe() {
    HttpRequest request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + health + "/health/ready"))
        .timeout(Duration.ofSeconds(60))
        .build();
    while (!ended) {
      String answer = ask(request);
      if (!ended && !answer.equals(last)) {
        last = answer;
        answers.add(answer);
        onChange.accept(name, answer);
      }
      pause();
    }
  }

  private String ask(HttpRequest request) {
    try {
      var response = client.send(request, BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    } catch (IOException | InterruptedException failure) {
      return GONE;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Every answer that was another one than the one before. */
  List<String> answers() {
    return answers;
  }

  String last() {
    return last;
  }

  void awaitAnswer(String part) {
    Eventually.isTrue(
        () -> last.contains(part),
        () -> part + " from " + name + ", which says " + last + "\n" + process.log());
  }

  /** Whether it has said yes, and ever since. */
  boolean neverUnreadySinceReady() {
    return answers.stream()
        .dropWhile(answer -> !answer.startsWith("200"))
        .allMatch(answer -> answer.startsWith("200"));
  }

  @Override
  public void close() {
    ended = true;
    process.close();
  }
}
