package dev.codex.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code codex serve} in this process until it is ready, asked what a kubelet asks, and stopped. */
final class ServeRehearsal {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Pattern HEALTH = Pattern.compile("(http://\\S+)/health/ready");
  private static final String READY = "serving at";

  private final StringWriter said = new StringWriter();
  private final Console console;

  private ServeRehearsal(Map<String, String> environment) {
    PrintWriter writer = new PrintWriter(said);
    console = new Console(environment, writer, writer);
  }

  /** @param database the variables that name the database */
  static void run(Map<String, String> database, String... args) throws Exception {
    Map<String, String> environment = new HashMap<>(database);
    environment.put("CODEX_APPLICATION_HOST", "127.0.0.1");
    environment.put("CODEX_APPLICATION_PORT", "0");
    environment.put("CODEX_HEALTH_HOST", "127.0.0.1");
    environment.put("CODEX_HEALTH_PORT", "0");
    new ServeRehearsal(environment).upToReady(args);
  }

  private void upToReady(String... args) throws Exception {
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    Thread service = new Thread(() -> ended.complete(execute(args)), "codex-rehearsal");
    service.setDaemon(true);
    service.start();
    awaitReady(ended);
    Matcher health = HEALTH.matcher(said.toString());
    if (!health.find()) {
      throw failed("told no address of the health checks");
    }
    for (String probe : new String[] {"started", "live", "ready"}) {
      probe(URI.create(health.group(1) + "/health/" + probe));
    }
    console.signals().stop();
    int code = ended.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    if (code != ExitCode.DONE || hasWarned()) {
      throw failed("ended with " + code);
    }
  }

  /** That a thread was held up is told of a machine that is busy with other things, too. */
  private boolean hasWarned() {
    return said.toString()
        .lines()
        .anyMatch(line -> line.contains("WARN") && !line.contains(" has been blocked for "));
  }

  private int execute(String... args) {
    PrintWriter writer = new PrintWriter(said);
    return Main.commandLine(console, writer, writer, args).execute(args);
  }

  private void awaitReady(CompletableFuture<Integer> ended) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!said.toString().contains(READY)) {
      if (ended.isDone() || System.nanoTime() > deadline) {
        throw failed("did not get ready");
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  /** By hand, as no client of HTTP is to be in the cache. */
  private void probe(URI address) throws IOException {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      String request = "GET " + address.getPath() + " HTTP/1.1\r\nHost: " + address.getAuthority()
          + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 200 ")) {
        throw failed("answered " + address.getPath() + " with " + answer);
      }
    }
  }

  private IllegalStateException failed(String how) {
    return new IllegalStateException("the rehearsal of serve " + how + ":\n" + said);
  }
}
