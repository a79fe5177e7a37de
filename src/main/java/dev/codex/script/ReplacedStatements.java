package dev.codex.script;

import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import dev.codex.migration.Statement;
import dev.codex.migration.Written;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** Reads a statement again once its placeholders have values: what it is, and whether it is one, may have changed. */
final class ReplacedStatements {
  private ReplacedStatements() {}

  static List<Statement> of(String path, Statement statement, String text, Written written)
      throws IOException {
    if (statement.kind() == Statement.Kind.COPY_DATA
        || statement.kind() == Statement.Kind.META_COMMAND) {
      return List.of(made(statement, 0, text, statement.kind(), written));
    }
    List<Statement> all = new ArrayList<>();
    SqlScanner scanner = new SqlScanner(path, new StringReader(text));
    int offset = 0;
    try {
      for (Piece piece = scanner.next(); piece != null; piece = scanner.next()) {
        if (piece.type() == Piece.Type.STATEMENT) {
          int start = offset + piece.head().length();
          all.add(made(statement, all.size(), piece.text(), piece.kind(), written.from(start)));
        }
        offset += piece.source().length();
      }
    } catch (CodexException.ScriptsInvalid torn) {
      throw new CodexException.ScriptsInvalid(List.of(Problem.at(
          path,
          statement.line(),
          statement.column(),
          "with the values of its placeholders, this is no whole statement",
          "look for quotes in the values")));
    }
    return all;
  }

  private static Statement made(
      Statement of, int number, String text, Statement.Kind kind, Written written) {
    return new Statement(
        of.index() + number, of.line(), of.column(), text, kind, of.file(), written);
  }
}
