package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts of our own, each beside the statements that psql was seen to send for it. */
class GoldenSplitTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/script");

  @ParameterizedTest
  @ValueSource(strings = {"quotes", "bodies", "kinds", "strings"})
  void a_script_is_cut_as_it_was(String name) throws IOException {
    String text = Files.readString(DIRECTORY.resolve(name + ".sql"));
    StringBuilder lines = new StringBuilder();
    for (Piece piece : Pieces.of(text)) {
      if (piece.type() != Piece.Type.BLANK) {
        lines.append(line(piece));
      }
    }
    assertThat(lines.toString()).isEqualTo(Files.readString(DIRECTORY.resolve(name + ".expected")));
    assertThat(Pieces.joined(Pieces.of(text))).isEqualTo(text);
  }

  private static String line(Piece piece) {
    String what = piece.type() == Piece.Type.COPY_DATA
        ? piece.rows() + " ROWS"
        : piece.kind().toString();
    return piece.line() + ":" + piece.column() + " " + what + " "
        + piece.text().replace("\n", "\\n") + "\n";
  }
}
