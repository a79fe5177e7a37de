package dev.codex.runtime;

import dev.codex.testing.TestDatabase;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** PostgreSQL's own programs on one database: what they make of a script is the reference. */
record Psql(String database, String user, String password, PgConnectOptions server, Path programs) {
  private static final int NEWEST = 18;

  /** What a program has said. */
  record Answer(int exit, String out, String err) {
    /** The server's error, without the place. */
    String error() {
      return err.lines()
          .filter(line -> line.contains("ERROR:  "))
          .map(line -> line.substring(line.indexOf("ERROR:  ") + 8))
          .findFirst()
          .orElse("");
    }
  }

  static Psql as(TestDatabase database) {
    Path programs = IntStream.rangeClosed(database.major(), NEWEST)
        .mapToObj(version -> Path.of("/usr/lib/postgresql/" + version + "/bin"))
        .filter(path ->
            Files.isExecutable(path.resolve("pg_dump")) && Files.isExecutable(path.resolve("psql")))
        .findFirst()
        .orElseThrow(() -> new org.opentest4j.TestAbortedException(
            "there is no psql and pg_dump for this server"));
    PgConnectOptions server = database.superuserConnectOptions();
    return new Psql(database.name(), database.username(), database.password(), server, programs);
  }

  /** The same on another database, of the same owner. */
  Psql on(String other) {
    return new Psql(other, user, password, server, programs);
  }

  Psql asSuperuser() {
    return new Psql(database, server.getUser(), server.getPassword(), server, programs);
  }

  /** Runs a file up to its first error. */
  Answer run(Path file, boolean oneTransaction) {
    return run("psql", oneTransaction ? "-1" : "-q", "-f", file.toString());
  }

  Answer execute(String sql) {
    return run("psql", "-At", "-c", sql);
  }

  /** The schema, without comments, settings and Codex's own tables. */
  String dump() {
    Answer answer = run("pg_dump", "--schema-only", "--exclude-table=*.codex_*");
    if (answer.exit() != 0) {
      throw new AssertionError(answer.err());
    }
    return answer
        .out()
        .lines()
        .filter(line -> !line.matches("(--|\\\\|SET |SELECT pg_catalog.set_config).*|\\s*"))
        .collect(Collectors.joining("\n"));
  }

  /** The number of rows of every table. */
  String rows() {
    String sql = """
        select t.oid::regclass || ' ' || (xpath('/row/n/text()',
            query_to_xml('select count(*) as n from ' || t.oid::regclass, false, true, '')))[1]
        from pg_class t join pg_namespace n on n.oid = t.relnamespace
        where t.relkind in ('r', 'p', 'm') and t.relname not like 'codex\\_%'
          and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
          and (t.relkind <> 'm' or t.relispopulated) order by 1""";
    Answer answer = execute(sql);
    if (answer.exit() != 0) {
      throw new AssertionError(answer.err());
    }
    return answer.out();
  }

  private Answer run(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
    if (program.equals("psql")) {
      command.addAll(List.of("-X", "-q", "-v", "ON_ERROR_STOP=1"));
    }
    command.addAll(List.of(arguments));
    try {
      Path err = Files.createTempFile("codex-psql", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
      builder.environment().put("PGHOST", server.getHost());
      builder.environment().put("PGPORT", String.valueOf(server.getPort()));
      builder.environment().put("PGUSER", user);
      builder.environment().put("PGPASSWORD", password == null ? "" : password);
      builder.environment().put("PGDATABASE", database);
      Process process = builder.start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      String said = Files.readString(err);
      Files.delete(err);
      return new Answer(exit, out, said);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new AssertionError(failure);
    }
  }
}
