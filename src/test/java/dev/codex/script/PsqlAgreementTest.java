package dev.codex.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.runtime.Ended;
import dev.codex.testing.FreePorts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts real scripts and compares with what psql sends for them to a server that only records. Runs where the corpora,
 * psql and Python are; takes every n-th file of a project, or all of them with {@code -Dcodex.corpus=all} (two minutes).
 */
class PsqlAgreementTest {
  private static final int FILES_OF_EACH = 12;
  private static final String REGRESSION = "pg-regress";

  @TempDir
  private Path folder;

  @Test
  void every_script_of_the_corpora_is_cut_as_psql_cuts_it() throws Exception {
    Path shared = Stream.of("../shared", "../../shared")
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(folder);
    Path oracle = shared.resolve("tools/psql_split_oracle.py");
    assumeTrue(
        Files.exists(oracle) && runs("psql", "--version") && runs("python3", "--version"),
        "it needs ../shared, psql and python3");
    List<Path> files = files(shared.resolve("corpus"));
    Map<String, List<String>> sent = sentByPsql(oracle, files);
    Map<String, int[]> table = new TreeMap<>();
    List<Path> different = new ArrayList<>();
    for (Path file : files) {
      List<String> expected = sent.getOrDefault(file.toString(), List.of());
      boolean equal = ours(file).equals(expected);
      int[] row = table.computeIfAbsent(project(file), first -> new int[3]);
      row[0]++;
      row[1] += expected.size();
      row[2] += equal ? 1 : 0;
      if (!equal) {
        different.add(file);
      }
    }
    table.forEach((project, row) -> System.out.printf(
        "%-12s %4d scripts %6d statements %4d equal%n", project, row[0], row[1], row[2]));
    assertThat(different).isEmpty();
    assertThat(files).isNotEmpty();
  }

  private static List<Path> files(Path corpus) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> projects = Files.list(corpus)) {
      for (Path project : projects.filter(Files::isDirectory).sorted().toList()) {
        List<Path> all = scripts(project);
        int step =
            "all".equals(System.getProperty("codex.corpus")) ? 1 : 1 + all.size() / FILES_OF_EACH;
        for (int i = 0; i < all.size(); i += step) {
          files.add(all.get(i));
        }
      }
    }
    return files;
  }

  /** Without the regression files that hold commands of psql: it sends queries of its own for some of those. */
  private static List<Path> scripts(Path project) throws IOException {
    try (Stream<Path> tree = Files.walk(project)) {
      return tree.filter(file -> file.toString().endsWith(".sql"))
          .filter(file -> !project.endsWith(REGRESSION)
              || pieces(file).stream().noneMatch(PsqlAgreementTest::hasCommand))
          .sorted()
          .toList();
    }
  }

  private static boolean hasCommand(Piece piece) {
    return piece.type() == Piece.Type.META_COMMAND || piece.command() >= 0;
  }

  private static String project(Path file) {
    for (Path part = file; part.getParent() != null; part = part.getParent()) {
      if (part.getParent().endsWith("corpus")) {
        return part.getFileName().toString();
      }
    }
    return "";
  }

  private static List<Piece> pieces(Path file) {
    try {
      return Pieces.of(Utf8.decode(file.toString(), Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> ours(Path file) {
    return pieces(file).stream()
        .filter(piece -> piece.type() == Piece.Type.STATEMENT)
        .map(piece -> tokens(piece.text()))
        .toList();
  }

  /** The tokens with blanks between them: psql leaves comments and empty lines out. */
  private static String tokens(String statement) {
    try {
      StringBuilder tokens = new StringBuilder();
      for (Words words = Words.of(statement); !words.isAtEnd(); words.next()) {
        tokens.append(words.source()).append(' ');
      }
      return tokens
          .toString()
          .replaceAll("\\s+", " ")
          .replaceAll("( ;)+ $", " ")
          .strip();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Map<String, List<String>> sentByPsql(Path oracle, List<Path> files) throws Exception {
    int port = FreePorts.next();
    Path output = folder.resolve("sent.jsonl");
    Process server = new ProcessBuilder(
            "python3", oracle.toString(), Integer.toString(port), output.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("server.log").toFile())
        .start();
    try {
      Ended.until("the server listens", () -> listens(port));
      for (Path file : files) {
        psql(port, file);
      }
      // the first connection was the one that has found it listening
      Ended.until(
          "it has written down what each file was sent as",
          () -> lines(output) == files.size() + 1);
    } finally {
      server.destroy();
    }
    return read(output);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** It writes one when a connection ends. */
  private static long lines(Path output) {
    try {
      return Files.readString(output, UTF_8)
          .chars()
          .filter(each -> each == '\n')
          .count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void psql(int port, Path file) throws Exception {
    ProcessBuilder psql = new ProcessBuilder(
            "psql",
            "-X",
            "-q",
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(port),
            "-U",
            "x",
            "-d",
            "x",
            "-f",
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("psql.log").toFile());
    psql.environment().put("PGAPPNAME", file.toString());
    psql.environment().put("PGSSLMODE", "disable");
    psql.environment().put("PGCLIENTENCODING", "UTF8");
    assertThat(psql.start().waitFor(180, TimeUnit.SECONDS)).isTrue();
  }

  private static Map<String, List<String>> read(Path output) throws IOException {
    Map<String, List<String>> sent = new HashMap<>();
    for (String line : Files.readAllLines(output, UTF_8)) {
      JsonObject connection = new JsonObject(line);
      List<String> queries =
          sent.computeIfAbsent(connection.getString("file"), first -> new ArrayList<>());
      JsonArray texts = connection.getJsonArray("q");
      for (int i = 0; i < texts.size(); i++) {
        String tokens = tokens(texts.getString(i));
        if (!tokens.isEmpty() && !tokens.equals(";")) {
          queries.add(tokens);
        }
      }
    }
    return sent;
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException notHere) {
      return false;
    }
  }
}
