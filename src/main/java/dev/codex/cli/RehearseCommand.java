package dev.codex.cli;

import dev.codex.migration.MigrationSet;
import dev.codex.script.ScriptFiles;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import picocli.CommandLine.Command;

/**
 * {@code codex rehearse}: runs the commands that pods run against a server that it plays itself, so that the Java that runs it
 * can keep what it has learned in a start-up cache. Needs no database; {@code codex make-cache} calls it.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Runs what pods run without a database, for a start-up cache.")
final class RehearseCommand implements Callable<Integer> {
  private static final String NAME = "rehearsal";
  private static final String PASSWORD = "rehearsal-password";
  private static final Duration LONGEST_READ = Duration.ofSeconds(30);
  /** What applies migrations, and so is needed by the first run only. */
  private static final List<String> APPLYING =
      List.of("migration", "postgres", "runtime", "script");

  private final Console console;

  RehearseCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("codex-rehearsal");
    try {
      Path scripts = Files.createDirectory(directory.resolve("scripts"));
      Files.writeString(scripts.resolve("V1__a.sql"), "create table a (id int);\n");
      Files.writeString(scripts.resolve("V2__c.sql"), "create table c (id int);\n");
      Files.writeString(scripts.resolve("V3__d.sql"), "create table d (id int);\n");
      Files.writeString(scripts.resolve("R__b.sql"), "create or replace view b as select 1;\n");
      rehearse(scripts, directory);
      loadApplying();
    } finally {
      delete(directory);
    }
    return ExitCode.DONE;
  }

  private void rehearse(Path scripts, Path directory) throws Exception {
    StandInAnswers answers = new StandInAnswers(read(scripts));
    try (StandInServer server = StandInServer.start(PASSWORD, answers, null)) {
      run(variables(server), "migrate", "--location", scripts.toString());
      // what comes after this finds its work done without reading a script
      run(Map.of(), "index", "--location", scripts.toString());
      run(url(server), "wait-for-migrations", "--location", scripts.toString());
      ServeRehearsal.run(
          verifying(directory), "serve", "--config", file(server, scripts, directory));
    }
    StandInCertificate certificate = StandInCertificate.make(directory);
    Path trusted = certificate.writeTo(directory.resolve("ca.crt"));
    try (StandInServer server = StandInServer.start(PASSWORD, answers, certificate.sockets())) {
      Map<String, String> verified = new HashMap<>(variables(server));
      verified.put("PGSSLMODE", "verify-full");
      verified.put("PGSSLROOTCERT", trusted.toString());
      run(verified, "migrate", "--location", scripts.toString());
    }
  }

  private static MigrationSet read(Path scripts) throws Exception {
    Vertx vertx = LeanStart.vertx();
    try {
      return Outcome.of(ScriptFiles.create(vertx).load(List.of(scripts.toString())), LONGEST_READ);
    } finally {
      Outcome.of(vertx.close(), LONGEST_READ);
    }
  }

  private static Map<String, String> variables(StandInServer server) {
    return Map.of(
        "PGHOST", "127.0.0.1",
        "PGPORT", String.valueOf(server.port()),
        "PGDATABASE", NAME,
        "PGUSER", NAME,
        "PGPASSWORD", PASSWORD);
  }

  private static Map<String, String> url(StandInServer server) {
    return Map.of(
        "DATABASE_URL",
        "postgres://%s:%s@127.0.0.1:%d/%s".formatted(NAME, PASSWORD, server.port(), NAME));
  }

  /** As a pod is configured by the manifests in k8s: by a file, with the password in another one. */
  private static String file(StandInServer server, Path scripts, Path directory)
      throws IOException {
    String yaml = """
        database: {postgres: {host: 127.0.0.1, port: %d, username: %s, database_name: %s}}
        migrations:
          locations:
            - %s
        """.formatted(server.port(), NAME, NAME, scripts);
    return Files.writeString(directory.resolve("codex.yaml"), yaml).toString();
  }

  private static Map<String, String> verifying(Path directory) throws IOException {
    Path password = Files.writeString(directory.resolve("password"), PASSWORD);
    return Map.of(
        "CODEX_DATABASE_POSTGRES_PASSWORD_FILE",
        password.toString(),
        "CODEX_SKIP_MIGRATIONS",
        "true");
  }

  private void run(Map<String, String> environment, String... args) {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said);
    int code = Main.run(args, environment, writer, writer);
    LogSetup.configure(new Options(), console.err());
    if (code != ExitCode.DONE) {
      throw new IllegalStateException("the rehearsal of " + args[0] + " failed:\n" + said);
    }
  }

  /** Classes that a run with nothing to do never meets. */
  private static void loadApplying() throws Exception {
    Path jar = Path.of(RehearseCommand.class
        .getProtectionDomain()
        .getCodeSource()
        .getLocation()
        .toURI());
    if (!Files.isRegularFile(jar)) {
      return;
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      for (String name : file.stream().map(entry -> entry.getName()).toList()) {
        if (APPLYING.stream().anyMatch(part -> name.startsWith("dev/codex/" + part + "/"))
            && name.endsWith(".class")
            && !name.endsWith("-info.class")) {
          Class.forName(
              name.substring(0, name.length() - ".class".length()).replace('/', '.'),
              false,
              RehearseCommand.class.getClassLoader());
        }
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(directory, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path folder, IOException failure)
          throws IOException {
        Files.delete(folder);
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
