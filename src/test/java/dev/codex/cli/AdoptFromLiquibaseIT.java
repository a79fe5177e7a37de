package dev.codex.cli;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Liquibase begins a directory, and Codex ends it. */
@ExtendWith(PostgresExtension.class)
final class AdoptFromLiquibaseIT {
  private static final Path SCRIPTS = Path.of("src/test/peers/scripts/liquibase");

  @TempDir
  private Path scratch;

  /** As the build has copied it. */
  private record Liquibase() implements Peer {
    @Override
    public String tool() {
      return "liquibase";
    }

    @Override
    public void migrate(TestDatabase database, Path scripts) {
      String url =
          "jdbc:postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name());
      PeerProcess.succeed(
          Path.of("."),
          Map.of(),
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-cp",
          "target/liquibase/*",
          "src/test/peers/LiquibasePeer.java",
          url,
          database.username(),
          database.password(),
          scripts.toString());
    }

    @Override
    public String records() {
      return "select filename || id || md5sum from databasechangelog order by orderexecuted";
    }

    @Override
    public String forget() {
      return "drop table databasechangelog, databasechangeloglock";
    }

    /** Without those of other databases and contexts, and what is run again when it has changed. */
    @Override
    public int versionsIn(Path script) {
      try {
        return (int) Files.readAllLines(script).stream()
            .filter(line -> line.startsWith("--changeset"))
            .filter(line -> !line.matches(".*(?:runOnChange|context:demo|dbms:mysql).*"))
            .count();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void changesets_of_every_kind_are_taken_over(TestDatabase database) {
    TakeOver.leavesWhatThePeerAloneLeaves(new Liquibase(), database, SCRIPTS, scratch, "auto");
  }
}
