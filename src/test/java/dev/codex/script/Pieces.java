package dev.codex.script;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Cuts texts into pieces, for tests. */
final class Pieces {
  private Pieces() {}

  static List<Piece> of(String text) {
    SqlScanner scanner = new SqlScanner("test.sql", new StringReader(text));
    List<Piece> pieces = new ArrayList<>();
    try {
      for (Piece next = scanner.next(); next != null; next = scanner.next()) {
        pieces.add(next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pieces;
  }

  /** The texts of the statements and of the commands between them. */
  static List<String> statements(String text) {
    return of(text).stream()
        .filter(piece ->
            piece.type() == Piece.Type.STATEMENT || piece.type() == Piece.Type.META_COMMAND)
        .map(Piece::text)
        .toList();
  }

  static String joined(List<Piece> pieces) {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.source()));
    return text.toString();
  }
}
