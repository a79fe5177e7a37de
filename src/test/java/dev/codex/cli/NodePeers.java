package dev.codex.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tools that npm has, installed once below {@code target} by the lock file in the tree. */
final class NodePeers {
  private static final Path SOURCES = Path.of("src/test/peers/npm");
  private static final Path INSTALLED = Path.of("target/peers").toAbsolutePath();
  private static final String LOCK = "package-lock.json";
  private static final int FIRST_WITH_ITERATIONS = 16;
  private static final int OLDEST_NODE = 20;
  private static @Nullable String missing;

  private NodePeers() {}

  static Peer dbmate() {
    return new NodePeer("dbmate", "schema_migrations", (database, scripts) -> {
      hashPasswordAsUsual(database);
      PeerProcess.succeed(
          INSTALLED,
          Map.of(),
          program("dbmate"),
          "--url",
          database.url() + "?sslmode=disable",
          "--no-dump-schema",
          "--migrations-dir",
          scripts.toString(),
          "up");
    });
  }

  /** The server of the tests hashes passwords once only, to be fast, which Go's driver does not take. */
  private static void hashPasswordAsUsual(TestDatabase database) {
    if (database.major() >= FIRST_WITH_ITERATIONS) {
      database.executeAsSuperuser("set scram_iterations = 4096; alter role " + database.username()
          + " password '" + database.password() + "'");
    }
  }

  static Peer nodePgMigrate() {
    return new NodePeer(
        "node-pg-migrate",
        "pgmigrations",
        (database, scripts) -> PeerProcess.succeed(
            INSTALLED,
            Map.of("DATABASE_URL", database.url()),
            program("node-pg-migrate"),
            "up",
            "--migrations-dir",
            scripts.toString()));
  }

  /** With what keeps it from the network, on which it looks for its other engine and for news of itself. */
  static Peer prisma() {
    return new NodePeer(
        "prisma",
        "_prisma_migrations",
        (database, scripts) -> PeerProcess.succeed(
            INSTALLED,
            Map.of(
                "DATABASE_URL", database.url(),
                "PRISMA_MIGRATIONS", scripts.toAbsolutePath().toString(),
                "PRISMA_QUERY_ENGINE_LIBRARY", "/bin/true",
                "PRISMA_SCHEMA_ENGINE_BINARY", "/bin/true",
                "PRISMA_HIDE_UPDATE_MESSAGE", "1",
                "NODE_OPTIONS", "--require ./timers.cjs",
                "CHECKPOINT_DISABLE", "1"),
            program("prisma"),
            "migrate",
            "deploy",
            "--config",
            "prisma.config.mjs"));
  }

  /** It looks for the scripts in a folder of its project, and for its settings beside that. */
  static Peer graphileMigrate() {
    return new NodePeer("graphile", "graphile_migrate.migrations", (database, scripts) -> {
      try {
        Path project = Files.createTempDirectory(INSTALLED, "graphile");
        TakeOver.copy(scripts, project.resolve("migrations/committed"));
        Files.writeString(project.resolve(".gmrc"), "{}");
        PeerProcess.succeed(
            project,
            Map.of("DATABASE_URL", database.url()),
            program("graphile-migrate"),
            "migrate");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private static String program(String name) {
    return INSTALLED.resolve("node_modules/.bin/" + name).toString();
  }

  private record NodePeer(String tool, String table, BiConsumer<TestDatabase, Path> up)
      implements Peer {
    @Override
    public void migrate(TestDatabase database, Path scripts) {
      up.accept(database, scripts.toAbsolutePath());
    }

    @Override
    public String records() {
      return "select row_to_json(t)::text from " + table + " t order by 1";
    }

    @Override
    public String forget() {
      return table.contains(".")
          ? "drop schema " + table.substring(0, table.indexOf('.')) + " cascade"
          : "drop table " + table;
    }

    @Override
    public String toString() {
      return tool;
    }
  }

  /** Skips the test where the tools cannot be had. */
  static synchronized void require() {
    if (missing == null) {
      missing = Objects.requireNonNullElse(install(), "");
    }
    assumeTrue(missing.isEmpty(), missing);
  }

  /** Why they are not there, or null. */
  private static @Nullable String install() {
    String node = output("node", "--version");
    if (!node.matches("v\\d+\\..*")
        || Integer.parseInt(node.substring(1, node.indexOf('.'))) < OLDEST_NODE) {
      return "there is no Node.js " + OLDEST_NODE + " here for the other tools: " + node;
    }
    return isInstalled() ? copySources() : installAll();
  }

  private static @Nullable String installAll() {
    copySources();
    PeerProcess.Ended installed = PeerProcess.run(
        INSTALLED, Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    return installed.code() == 0
        ? null
        : "npm could not install the other tools: " + installed.output();
  }

  private static boolean isInstalled() {
    Path lock = INSTALLED.resolve(LOCK);
    try {
      return Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"))
          && Files.exists(lock)
          && Files.mismatch(lock, SOURCES.resolve(LOCK)) < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String copySources() {
    try (Stream<Path> files = Files.list(SOURCES)) {
      Files.createDirectories(INSTALLED);
      for (Path file : files.toList()) {
        Files.write(INSTALLED.resolve(file.getFileName()), Files.readAllBytes(file));
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String output(String... command) {
    try {
      return PeerProcess.run(Path.of("."), Map.of(), command).output().strip();
    } catch (UncheckedIOException notThere) {
      return String.valueOf(notThere.getMessage());
    }
  }
}
