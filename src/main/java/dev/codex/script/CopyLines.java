package dev.codex.script;

import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The lines of COPY data, of which several may be one row. Their ends are all alike, as the first one is. */
final class CopyLines {
  /** The longest row, in UTF-16 units, as it is for a statement. */
  private static final int LONGEST_ROW = 1 << 26;

  private final String path;
  private final SqlScanner scanner;
  private final Placeholders placeholders;
  private String data = "";
  private int from;
  private boolean ended;
  private boolean hasLineEnd;
  private int line;
  private int firstLine;
  private @Nullable Boolean carriageReturns;

  CopyLines(String path, SqlScanner scanner, Placeholders placeholders) {
    this.path = path;
    this.scanner = scanner;
    this.placeholders = placeholders;
  }

  /** The line where the row that was read last begins, from 1. */
  int firstLine() {
    return firstLine;
  }

  /** The next row without its line end, or null after the last one. */
  @Nullable
  String next(Predicate<String> goesOn) throws IOException {
    String row = line();
    firstLine = line;
    if (row == null || !goesOn.test(row)) {
      return row == null ? null : withoutCarriageReturn(row);
    }
    StringBuilder joined = new StringBuilder(row);
    boolean more = true;
    while (more) {
      String next = line();
      if (next == null) {
        break;
      }
      joined.append('\n').append(next);
      refuseLong(joined);
      more = goesOn.test(next);
    }
    return withoutCarriageReturn(joined.toString());
  }

  private @Nullable String line() throws IOException {
    while (from >= data.length()) {
      if (ended || !readOn()) {
        return null;
      }
    }
    int end = data.indexOf('\n', from);
    String found = data.substring(from, end < 0 ? data.length() : end);
    from = end < 0 ? data.length() : end + 1;
    hasLineEnd = end >= 0;
    line++;
    return placeholders.replaceLine(path, found, line);
  }

  private boolean readOn() throws IOException {
    Piece piece = scanner.next();
    if (piece == null) {
      ended = true;
      return false;
    }
    line = data.isEmpty() ? piece.line() - 1 : line;
    data = piece.text();
    from = 0;
    // what follows the data is the line that ends them
    ended = !piece.tail().isEmpty();
    return true;
  }

  private String withoutCarriageReturn(String row) {
    boolean ends = row.endsWith("\r") && !CopyText.goesOn(row.substring(0, row.length() - 1));
    carriageReturns = carriageReturns == null ? ends : carriageReturns;
    if (carriageReturns && !ends && hasLineEnd) {
      throw invalid(
          "a line that ends with LF, where the first one ends with CR LF", "end all lines alike");
    }
    return carriageReturns && ends ? row.substring(0, row.length() - 1) : row;
  }

  private void refuseLong(CharSequence row) {
    if (row.length() > LONGEST_ROW) {
      throw invalid("this row is longer than 64 million characters", "is a quote not closed?");
    }
  }

  private CodexException.ScriptsInvalid invalid(String fact, String advice) {
    return new CodexException.ScriptsInvalid(List.of(Problem.at(path, firstLine, 1, fact, advice)));
  }
}
