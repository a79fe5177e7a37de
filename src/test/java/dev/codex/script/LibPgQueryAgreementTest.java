package dev.codex.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.LibPgQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Cuts scripts and compares with PostgreSQL's own parser. A few small ones of the corpora and our own, or all of them with
 * {@code -Dcodex.corpus=all} (some minutes).
 */
class LibPgQueryAgreementTest {
  private static final int FILES_OF_EACH = 3;
  private static final int LARGEST_SAMPLE = 8_000;
  private static final double WANTED = 0.995;

  private final LibPgQuery parser = LibPgQuery.load();
  private final Set<String> seen = new HashSet<>();
  private final List<String> unknown = new ArrayList<>();

  /** Numbers of a project. */
  private static final class Row {
    private int scripts;
    private int statements;
    private int equal;
    private int refused;
  }

  @Test
  void statements_are_cut_as_the_parser_of_the_server_cuts_them() throws IOException {
    Map<String, Row> table = new TreeMap<>();
    for (Map.Entry<String, List<Path>> project : projects().entrySet()) {
      Row row = table.computeIfAbsent(project.getKey(), first -> new Row());
      for (Path file : project.getValue()) {
        compare(file, row);
      }
    }
    System.out.printf(
        "%-12s %8s %11s %11s %8s%n", "project", "scripts", "statements", "not SQL", "equal");
    table.forEach((project, row) -> System.out.printf(
        "%-12s %8d %11d %11d %8d%n", project, row.scripts, row.statements, row.refused, row.equal));
    assertThat(unknown).as("differences without an entry in exceptions.txt").isEmpty();
    int compared =
        table.values().stream().mapToInt(row -> row.statements - row.refused).sum();
    int equal = table.values().stream().mapToInt(row -> row.equal).sum();
    assertThat((double) equal / compared).isGreaterThanOrEqualTo(WANTED);
  }

  private static Map<String, List<Path>> projects() throws IOException {
    Map<String, List<Path>> projects = new TreeMap<>();
    projects.put("ours", scripts(Path.of("migrations")));
    Optional<Path> corpus = Stream.of("../shared/corpus", "../../shared/corpus")
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst();
    if (corpus.isPresent()) {
      try (Stream<Path> folders = Files.list(corpus.get())) {
        for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
          projects.put(folder.getFileName().toString(), sample(scripts(folder)));
        }
      }
    }
    return projects;
  }

  private static List<Path> scripts(Path project) throws IOException {
    try (Stream<Path> tree = Files.walk(project)) {
      return tree.filter(file -> file.toString().endsWith(".sql"))
          .filter(file -> pieces(file).stream()
              .noneMatch(piece -> piece.type() == Piece.Type.META_COMMAND || piece.command() >= 0))
          .sorted()
          .toList();
    }
  }

  private static List<Path> sample(List<Path> all) {
    if ("all".equals(System.getProperty("codex.corpus"))) {
      return all;
    }
    List<Path> small =
        all.stream().filter(file -> file.toFile().length() <= LARGEST_SAMPLE).toList();
    int step = Math.max(1, small.size() / FILES_OF_EACH);
    List<Path> sample = new ArrayList<>();
    for (int i = 0; i < small.size() && sample.size() < FILES_OF_EACH; i += step) {
      sample.add(small.get(i));
    }
    return sample;
  }

  private static List<Piece> pieces(Path file) {
    try {
      return Pieces.of(Utf8.decode(file.toString(), Files.readAllBytes(file))).stream()
          .filter(piece -> piece.type() != Piece.Type.COPY_DATA)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compare(Path file, Row row) {
    List<Piece> pieces = new ArrayList<>(pieces(file));
    row.scripts++;
    row.statements += count(pieces);
    Optional<List<String>> theirs = cut(pieces);
    if (theirs.isEmpty()) {
      int before = count(pieces);
      removeRefused(file, pieces);
      row.refused += before - count(pieces);
      theirs = cut(pieces);
    }
    List<String> left = new ArrayList<>(theirs.orElse(List.of()));
    for (Piece piece : pieces) {
      if (piece.type() == Piece.Type.STATEMENT && left.remove(tokens(piece.text()))) {
        row.equal++;
      } else if (piece.type() == Piece.Type.STATEMENT) {
        differs(file, piece);
      }
    }
  }

  private static int count(List<Piece> pieces) {
    return Math.toIntExact(
        pieces.stream().filter(piece -> piece.type() == Piece.Type.STATEMENT).count());
  }

  /** What the parser makes of the whole text; empty if it holds something that is no SQL, as regression tests do. */
  private Optional<List<String>> cut(List<Piece> pieces) {
    String text = Pieces.joined(pieces);
    byte[] bytes = text.getBytes(UTF_8);
    return parser
        .statements(text)
        .map(spans -> spans.stream()
            .map(span ->
                tokens(new String(Arrays.copyOfRange(bytes, span.from(), span.to()), UTF_8)))
            .toList());
  }

  /** Takes out what is no SQL by itself, unless it becomes a statement with what follows it: then the cut is wrong. */
  private void removeRefused(Path file, List<Piece> pieces) {
    for (int i = pieces.size() - 1; i >= 0; i--) {
      Piece piece = pieces.get(i);
      if (piece.type() != Piece.Type.STATEMENT
          || parser.statements(piece.text()).isPresent()) {
        continue;
      }
      for (int neighbour = Math.max(0, i - 1); neighbour <= i; neighbour++) {
        if (neighbour + 1 < pieces.size()
            && parser
                .statements(Pieces.joined(pieces.subList(neighbour, neighbour + 2)))
                .isPresent()) {
          differs(file, piece);
        }
      }
      pieces.remove(i);
    }
  }

  private void differs(Path file, Piece piece) {
    String name = file.getFileName() + ":" + piece.line();
    if (seen.add(name) && !exceptions().containsKey(name)) {
      unknown.add(name + " " + piece.text().lines().findFirst().orElse(""));
    }
  }

  /** By file and line, each with the reason. */
  private static Map<String, String> exceptions() {
    Map<String, String> named = new TreeMap<>();
    try {
      for (String line :
          Files.readAllLines(Path.of("src/test/resources/libpg-query/exceptions.txt"))) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split("\\s+", 2);
          named.put(parts[0], parts[1]);
        }
      }
      return named;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tokens with blanks between them, without comments. */
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
      throw new UncheckedIOException(e);
    }
  }
}
