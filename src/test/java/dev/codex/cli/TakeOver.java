package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A tool itself applies the first half of a directory, Codex takes over and applies the rest: the schema is the one that
 * the tool alone makes.
 */
final class TakeOver {
  private static final Pattern MIGRATION = Pattern.compile("V?\\d.*");

  private final Peer peer;
  private final TestDatabase database;
  private final Path scripts;
  private final Path scratch;
  private final List<String> flags;

  private TakeOver(
      Peer peer, TestDatabase database, Path scripts, Path scratch, List<String> flags) {
    this.peer = peer;
    this.database = database;
    this.scripts = scripts;
    this.scratch = scratch;
    this.flags = flags;
  }

  /**
   * Proves it.
   *
   * @param scratch an empty directory
   * @param format what is said in the configuration, {@code auto} if the files tell it
   */
  static void leavesWhatThePeerAloneLeaves(
      Peer peer, TestDatabase database, Path scripts, Path scratch, String format) {
    List<String> flags = List.of("--location", scripts.toString());
    new TakeOver(peer, database, scripts, scratch, flags).prove(format);
  }

  private void prove(String format) {
    clean();
    takeOver(format);
    String byBoth = made();
    clean();
    peer.migrate(database, scripts);
    assertThat(byBoth).isEqualTo(made());
  }

  /** The same start for both. */
  private void clean() {
    database.executeAsSuperuser(
        "drop schema public cascade; create schema public authorization " + database.username());
  }

  private void takeOver(String format) {
    List<String> all = migrations();
    List<String> half = all.subList(0, all.size() / 2);
    peer.migrate(database, only(half));
    List<Object> theirs = database.values(peer.records());

    Cli.Ended adopted = codex(format, "adopt", "--from", peer.tool());
    assertThat(adopted.out()).contains("adopted " + theirs.size() + " migration");
    assertThat(codex(format, "adopt", "--from", peer.tool()).out()).contains("nothing to adopt");
    assertThat(recorded()).isEqualTo(versions(half));
    codex(format, "migrate", "--quiet");
    codex(format, "plan", "--check");
    assertThat(recorded()).isEqualTo(versions(all));
    assertThat(database.<Object>values(peer.records())).isEqualTo(theirs);
  }

  private long versions(List<String> some) {
    return some.stream()
        .mapToInt(name -> peer.versionsIn(scripts.resolve(name)))
        .sum();
  }

  private long recorded() {
    return database.<Long>value("select count(*) from codex_schema_history where version <> ''");
  }

  private Cli.Ended codex(String format, String... command) {
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(flags);
    Map<String, String> environment = new HashMap<>(database.env());
    environment.put("CODEX_MIGRATIONS_FORMAT", format);
    environment.put("CODEX_MIGRATIONS_CONTEXTS", "prod");
    return Cli.run(environment, args.toArray(String[]::new)).withCode(0);
  }

  private List<String> migrations() {
    return entries().stream()
        .filter(name -> MIGRATION.matcher(name).matches())
        .sorted(peer.order())
        .toList();
  }

  private List<String> entries() {
    try (Stream<Path> files = Files.list(scripts)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of the directory that has only some of its migrations. */
  private Path only(List<String> some) {
    Path copy = scratch.resolve("half");
    for (String entry : entries()) {
      if (some.contains(entry) || !MIGRATION.matcher(entry).matches()) {
        copy(scripts.resolve(entry), copy.resolve(entry));
      }
    }
    return copy;
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the scripts' own data, which may have the time in it. */
  private String made() {
    database.execute(peer.forget());
    return database.dumpSchema() + database.pgDump().orElse("");
  }
}
