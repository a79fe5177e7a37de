package dev.codex.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** A table as wide as its widest cells. */
final class Table {
  private static final int GAP = 2;

  private final List<String[]> rows = new ArrayList<>();

  Table(String... heads) {
    rows.add(heads);
  }

  void row(String... cells) {
    rows.add(cells);
  }

  @Override
  public String toString() {
    Column[] columns = IntStream.range(0, rows.get(0).length)
        .mapToObj(index -> new Column(width(index) + GAP, 0, Overflow.SPAN))
        .toArray(Column[]::new);
    ColorScheme plain = new ColorScheme.Builder(Ansi.OFF).build();
    TextTable table = TextTable.forColumns(plain, columns);
    for (String[] row : rows) {
      Text[] cells = new Text[row.length];
      for (int index = 0; index < row.length; index++) {
        // not a format of picocli's: a description may hold its @| markup
        cells[index] = Ansi.OFF.new Text(row[index].replace("@|", "@ |"), plain);
      }
      table.addRowValues(cells);
    }
    return table.toString().stripTrailing();
  }

  private int width(int index) {
    return rows.stream().mapToInt(row -> row[index].length()).max().orElse(1);
  }
}
