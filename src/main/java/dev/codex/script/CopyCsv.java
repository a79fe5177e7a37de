package dev.codex.script;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a record of CSV into values, by the rules of PostgreSQL. */
final class CopyCsv {
  private final CopyFormat format;
  private final List<String> columns;

  CopyCsv(CopyFormat format, List<String> columns) {
    this.format = format;
    this.columns = columns;
  }

  /** Follows the quotes of a record over its lines: one that ends inside a quote goes on in the next line. */
  final class Quoting {
    private boolean open;
    private boolean afterEscape;

    boolean isOpenAfter(String line) {
      char escape = format.escape() == format.quote() ? 0 : format.escape();
      for (int i = 0; i < line.length(); i++) {
        char next = line.charAt(i);
        if (open && next == escape) {
          afterEscape = !afterEscape;
        }
        if (next == format.quote() && !afterEscape) {
          open = !open;
        }
        afterEscape = afterEscape && next == escape;
      }
      return open;
    }
  }

  /** The values of a record; throws {@link IllegalArgumentException} with a reason if it has none. */
  List<@Nullable String> values(String row) {
    List<@Nullable String> values = new ArrayList<>(columns.size());
    StringBuilder value = new StringBuilder();
    boolean open = false;
    boolean quoted = false;
    for (int i = 0; i < row.length(); i++) {
      char next = row.charAt(i);
      if (open) {
        if (next == format.escape() && isEscapable(row, i + 1)) {
          value.append(row.charAt(++i));
        } else if (next == format.quote()) {
          open = false;
        } else {
          value.append(next);
        }
      } else if (next == format.quote()) {
        open = true;
        quoted = true;
      } else if (next == format.delimiter()) {
        values.add(value(value, quoted, values.size()));
        value.setLength(0);
        quoted = false;
      } else {
        value.append(plain(next));
      }
    }
    if (open) {
      throw new IllegalArgumentException("a quote is not closed");
    }
    values.add(value(value, quoted, values.size()));
    return values;
  }

  private boolean isEscapable(String row, int at) {
    return at < row.length()
        && (row.charAt(at) == format.quote() || row.charAt(at) == format.escape());
  }

  private static char plain(char next) {
    if (next == '\r') {
      throw new IllegalArgumentException("unquoted carriage return found in data");
    }
    return next;
  }

  private @Nullable String value(StringBuilder text, boolean quoted, int column) {
    String value = text.toString();
    if (!value.equals(format.nullText()) || column >= columns.size()) {
      return value;
    }
    String name = columns.get(column);
    boolean isNull =
        quoted ? format.forceNull().contains(name) : !format.forceNotNull().contains(name);
    return isNull ? null : value;
  }
}
