package dev.codex.script;

import dev.codex.migration.Checksum;
import dev.codex.migration.CopyData;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements of a script, with those of a file where it is included, as psql has them. */
final class IncludingCursor implements StatementCursor {
  private final Map<String, FoundFile> files;
  private final Placeholders placeholders;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final List<Level> all = new ArrayList<>();
  private int count;

  /** A file that is being read. */
  private record Level(String path, StatementCursor cursor) {}

  IncludingCursor(FileScript script, Map<String, FoundFile> files) throws IOException {
    this.placeholders = script.placeholders();
    this.files = files;
    push(new Level(script.path(), script.open()));
  }

  private void push(Level level) {
    levels.push(level);
    all.add(level);
  }

  @Override
  public @Nullable Statement next() throws IOException {
    while (!levels.isEmpty()) {
      Level level = levels.element();
      Statement statement = level.cursor().next();
      if (statement == null) {
        levels.pop();
      } else if (Includes.isOne(statement)) {
        include(level, statement);
      } else {
        return statement.as(++count, levels.size() == 1 ? null : level.path());
      }
    }
    return null;
  }

  private void include(Level level, Statement statement) throws IOException {
    FoundFile file = Includes.find(files, level.path(), statement);
    if (levels.stream().anyMatch(open -> open.path().equals(file.path()))) {
      throw Includes.refused(
          level.path(),
          statement,
          file.path() + ", which is being read already",
          "remove one of the two");
    }
    Utf8Reader reader = new Utf8Reader(file.path(), file.content().open());
    push(new Level(
        file.path(), new ScriptCursor(file.path(), reader, reader::checksum, placeholders)));
  }

  @Override
  public CopyData copyData() throws IOException {
    return levels.element().cursor().copyData();
  }

  /** The files that were included, in order. */
  List<String> files() {
    return all.stream().skip(1).map(Level::path).toList();
  }

  /** The checksum of the list of all checksums, one in a line, in the order in which the files are read. */
  @Override
  public Checksum checksum() {
    StringBuilder values = new StringBuilder();
    all.forEach(level -> values.append(level.cursor().checksum()).append('\n'));
    return all.size() == 1 ? all.get(0).cursor().checksum() : Checksum.of(values.toString());
  }

  @Override
  public void close() throws IOException {
    for (Level level : all) {
      level.cursor().close();
    }
  }
}
