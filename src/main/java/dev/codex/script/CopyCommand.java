package dev.codex.script;

import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import dev.codex.migration.Statement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@code COPY ... FROM stdin} says: into which table, which columns, and how its data are written.
 *
 * @param table as it is written, without comments
 * @param columns as the catalog spells them; empty if there is no list
 */
record CopyCommand(String table, List<String> columns, CopyFormat format) {
  /** Reads a statement; fails with {@link CodexException.ScriptsInvalid} if it asks for what Codex cannot do. */
  static CopyCommand of(String path, Statement statement) throws IOException {
    try {
      return read(Words.of(statement.text()));
    } catch (CopyOptions.Refused e) {
      throw new CodexException.ScriptsInvalid(
          List.of(Problem.at(path, statement.line(), statement.column(), e.fact(), e.advice())));
    }
  }

  /** Fails as {@link #of} does. */
  static void check(String path, Statement statement) throws IOException {
    CopyCommand unused = of(path, statement);
  }

  private static CopyCommand read(Words words) throws IOException {
    words.accept("copy");
    CopyOptions options = new CopyOptions();
    if (words.accept("binary")) {
      options.take("format", "binary");
    }
    StringBuilder table = new StringBuilder();
    while (!words.isAtEnd() && !words.is("(") && !words.is("from")) {
      table.append(words.source());
      words.next();
    }
    List<String> columns = words.is("(") ? names(words) : List.of();
    words.accept("from");
    words.next();
    options.read(words);
    return new CopyCommand(table.toString(), columns, options.format());
  }

  /** The names of a list in parentheses, or of one without them. */
  static List<String> names(Words words) throws IOException {
    List<String> names = new ArrayList<>();
    boolean inParentheses = words.accept("(");
    do {
      names.add(name(words.source()));
      words.next();
    } while (words.accept(","));
    if (inParentheses) {
      words.accept(")");
    }
    return names;
  }

  private static String name(String source) {
    if (source.startsWith("\"")) {
      return source.substring(1, source.length() - 1).replace("\"\"", "\"");
    }
    if (source.endsWith("\"")) {
      throw new CopyOptions.Refused(
          "COPY names a column as " + source, "write the name without U&");
    }
    StringBuilder folded = new StringBuilder(source);
    for (int i = 0; i < folded.length(); i++) {
      char next = folded.charAt(i);
      folded.setCharAt(i, next >= 'A' && next <= 'Z' ? (char) (next + 32) : next);
    }
    return folded.toString();
  }
}
