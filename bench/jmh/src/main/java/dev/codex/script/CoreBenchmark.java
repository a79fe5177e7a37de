package dev.codex.script;

import dev.codex.migration.AppliedMigration;
import dev.codex.migration.Checksum;
import dev.codex.migration.History;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Plan;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What is done for every script or every start, apart from disk and server. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CoreBenchmark {
  private static final int MIGRATIONS = 1000;
  private static final String STATEMENT = """
      -- a function, as they are written
      create or replace function touch_%1$d() returns trigger language plpgsql as $body$
      begin
        new.changed := now(); -- with a comment; and a semicolon
        return new;
      end $body$;
      insert into log_%1$d (text) values ('it''s; one'), (E'a\\nb'), (U&'\\0441');
      """;

  private String megabyte;
  private List<FoundFile> names;
  private MigrationSet set;
  private History history;

  @Setup
  public void prepare() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 1 << 20; i++) {
      text.append(STATEMENT.formatted(i));
    }
    megabyte = text.toString();
    Path directory = Files.createTempDirectory("codex-jmh");
    for (int i = 1; i <= MIGRATIONS; i++) {
      Files.writeString(directory.resolve("V" + i + "__t" + i + ".sql"), "create table t" + i + " (id int);\n");
    }
    names = Directory.files(directory, problem -> {});
    set = Locations.read(List.of(directory.toString()), getClass().getClassLoader());
    List<AppliedMigration> rows = new ArrayList<>();
    set.migrations().forEach(migration -> rows.add(row(rows.size() + 1, migration)));
    history = History.of(rows);
  }

  private static AppliedMigration row(int rank, Migration migration) {
    return new AppliedMigration(rank, String.valueOf(migration.version()), migration.description(), migration.kind().column(),
        migration.script().path(), migration.checksum(), null, false, null, null, "owner", Instant.EPOCH, Duration.ofMillis(1),
        new UUID(0, rank));
  }

  /** A megabyte of functions and inserts, cut into its statements. */
  @Benchmark
  public void scanner(Blackhole hole) throws IOException {
    SqlScanner scanner = new SqlScanner("x.sql", new StringReader(megabyte));
    for (Piece piece = scanner.next(); piece != null; piece = scanner.next()) {
      hole.consume(piece);
    }
  }

  /** The same megabyte. */
  @Benchmark
  public Checksum checksum() {
    return Checksum.of(megabyte);
  }

  /** A thousand file names. */
  @Benchmark
  public void names(Blackhole hole) {
    names.forEach(file -> hole.consume(FlywayNames.parse(file, problem -> {})));
  }

  /** A thousand scripts against a thousand rows. */
  @Benchmark
  public Plan plan() {
    return Plan.of(set, history);
  }
}
