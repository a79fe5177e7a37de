package dev.codex.script;

import dev.codex.migration.CodexException;
import dev.codex.migration.CopyData;
import dev.codex.migration.Problem;
import dev.codex.migration.Statement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that stand in a script after a COPY, cut from it as they are asked for. */
final class ScriptCopy implements CopyData {
  private final String path;
  private final CopyCommand command;
  private final CopyLines lines;

  private ScriptCopy(String path, CopyCommand command, CopyLines lines) {
    this.path = path;
    this.command = command;
    this.lines = lines;
  }

  static ScriptCopy of(
      String path, Statement statement, SqlScanner scanner, Placeholders placeholders)
      throws IOException {
    return new ScriptCopy(
        path, CopyCommand.of(path, statement), new CopyLines(path, scanner, placeholders));
  }

  @Override
  public String table() {
    return command.table();
  }

  @Override
  public List<String> columns() {
    return command.columns();
  }

  @Override
  public Rows rows(List<String> columns) {
    return new Cut(command.format(), List.copyOf(columns));
  }

  private final class Cut implements Rows {
    private final CopyFormat format;
    private final List<String> columns;
    private final CopyText text;
    private final CopyCsv csv;
    private boolean beforeHeader;

    private Cut(CopyFormat format, List<String> columns) {
      this.format = format;
      this.columns = columns;
      this.text = new CopyText(format);
      this.csv = new CopyCsv(format, columns);
      this.beforeHeader = format.header();
    }

    @Override
    public @Nullable Row next() throws IOException {
      String source = record();
      if (beforeHeader && source != null) {
        beforeHeader = false;
        source = record();
      }
      if (source == null) {
        return null;
      }
      int size = source.length() + 4 * columns.size();
      return new Row(lines.firstLine(), size, checked(values(source)));
    }

    private @Nullable String record() throws IOException {
      if (!format.csv()) {
        return lines.next(CopyText::goesOn);
      }
      CopyCsv.Quoting quoting = csv.new Quoting();
      return lines.next(quoting::isOpenAfter);
    }

    private List<@Nullable String> values(String source) {
      if (columns.isEmpty() && source.isEmpty()) {
        return new ArrayList<>();
      }
      try {
        return format.csv() ? csv.values(source) : text.values(source, columns.size());
      } catch (IllegalArgumentException e) {
        throw invalid(String.valueOf(e.getMessage()));
      }
    }

    private List<@Nullable String> checked(List<@Nullable String> values) {
      if (values.size() < columns.size()) {
        throw invalid("missing data for column \"" + columns.get(values.size()) + "\"");
      }
      if (values.size() > columns.size()) {
        throw invalid("extra data after the last of " + columns.size() + " columns");
      }
      return values;
    }
  }

  private CodexException.ScriptsInvalid invalid(String fact) {
    return new CodexException.ScriptsInvalid(List.of(Problem.at(
        path,
        lines.firstLine(),
        1,
        fact + ", in the data for " + command.table(),
        "correct the data and run codex migrate again; nothing of this script was kept")));
  }
}
