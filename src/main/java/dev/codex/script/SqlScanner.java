package dev.codex.script;

import dev.codex.migration.CodexException;
import dev.codex.migration.Statement.Kind;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a script into pieces exactly where psql does, in one pass and without keeping more than one statement. Commands
 * of psql are told apart from operators as psql does it: a backslash outside quotes is no operator.
 */
final class SqlScanner {
  private static final int DATA_CHUNK = 1 << 16;

  private final LongConsumer comments;
  private final TextBuffer buffer;
  private final Lexer lexer;
  private Nesting nesting;
  private int length;
  private int first;
  private int last;
  private int command;
  private int reached;
  private boolean inData;
  private boolean statementSeen;
  private final List<Annotation> annotations = new ArrayList<>();

  SqlScanner(String path, Reader reader) {
    this(path, reader, comment -> {});
  }

  /** @param comments is told where each line comment begins, in UTF-16 units from the start */
  SqlScanner(String path, Reader reader, LongConsumer comments) {
    this.comments = comments;
    buffer = TextBuffer.over(path, reader);
    lexer = new Lexer(buffer);
    nesting = new Nesting(buffer);
  }

  /** The next piece, or null after the last one. */
  @Nullable
  Piece next() throws IOException {
    buffer.release(length);
    length = 0;
    return inData ? data() : sql();
  }

  private @Nullable Piece sql() throws IOException {
    nesting = new Nesting(buffer);
    first = TextBuffer.END;
    command = TextBuffer.END;
    reached = 0;
    Piece piece = null;
    while (piece == null) {
      int from = reached;
      Lexer.Token token = lexer.read(from);
      reached = lexer.end();
      if (token == Lexer.Token.END) {
        return from == 0 ? null : statement(from);
      }
      piece = take(token, from);
    }
    return piece;
  }

  /** Takes a token, and gives the piece that ends with it, if one does. */
  private @Nullable Piece take(Lexer.Token token, int from) throws IOException {
    if (token == Lexer.Token.LINE_COMMENT) {
      annotation(from);
    } else if (token == Lexer.Token.BACKSLASH) {
      return backslash(from);
    } else if (token == Lexer.Token.SYMBOL && buffer.at(from) == ';' && !nesting.isOpen()) {
      return statement(nesting.readsStandardInput() ? endOfCopyLine(reached) : reached);
    } else if (token.isSignificant()) {
      first = first == TextBuffer.END ? from : first;
      last = reached;
      nesting.take(token, from, last);
    }
    return null;
  }

  private @Nullable Piece backslash(int from) throws IOException {
    if (first == TextBuffer.END) {
      return metaCommand(from);
    }
    reached = commandInside(from);
    return MetaCommand.sends(MetaCommand.name(buffer, from)) ? statement(reached) : null;
  }

  private void annotation(int from) {
    comments.accept(buffer.distance(from));
    if (buffer.mentions(Annotation.MARK, from + 2, reached)) {
      boolean inHeader = !statementSeen && first == TextBuffer.END;
      Annotation.of(
              buffer.text(from, reached), buffer.distance(from), buffer.placeOf(from), inHeader)
          .ifPresent(annotations::add);
    }
  }

  /** The annotations of all pieces so far. */
  List<Annotation> annotations() {
    return annotations;
  }

  /** Takes a command in the middle of a statement for a part of it, and remembers where the first one stands. */
  private int commandInside(int from) throws IOException {
    command = command == TextBuffer.END ? from - first : command;
    int next = buffer.at(from + 1);
    last = next == ';' || next == ':' ? from + 2 : MetaCommand.end(buffer, from);
    return last;
  }

  /** The failure of the piece that was read last, if a command stands in the middle of it. */
  CodexException.ScriptsInvalid commandInside(Piece piece) throws IOException {
    int offset = piece.head().length() + piece.command();
    if (buffer.at(offset + 1) == '\'') {
      return buffer.invalid(
          offset,
          "a backslash stands before a quote outside of a string, for in a plain string it escapes none",
          "double the quotes that belong to the text, or write the string as E'...'");
    }
    return buffer.invalid(
        offset,
        "the psql command \\" + MetaCommand.name(buffer, offset)
            + " stands in the middle of a statement",
        "end the statement with a semicolon and remove the command, which Codex does not run");
  }

  private Piece statement(int end) throws IOException {
    if (first == TextBuffer.END) {
      return piece(Piece.Type.BLANK, end, end, end, Kind.TRANSACTIONAL, 0);
    }
    Kind kind = Kind.COPY_DATA;
    if (nesting.readsStandardInput()) {
      inData = true;
    } else {
      kind = StatementKinds.of(new Words(lexer, first, last));
      StringSetting.backslashEscapes(new Words(lexer, first, last))
          .ifPresent(lexer::backslashEscapes);
    }
    return piece(Piece.Type.STATEMENT, first, last, end, kind, 0);
  }

  /** The data begin on the next line, so nothing but a comment may follow the semicolon. */
  private int endOfCopyLine(int from) throws IOException {
    int i = from;
    while (buffer.at(i) != '\n' && Lexer.isSpace(buffer.at(i))) {
      i++;
    }
    if (buffer.at(i) == '-' && lexer.read(i) == Lexer.Token.LINE_COMMENT) {
      i = lexer.end();
    }
    if (buffer.at(i) == '\r') {
      i++;
    }
    if (buffer.at(i) != '\n' && buffer.at(i) != TextBuffer.END) {
      throw buffer.invalid(
          i,
          "something follows COPY ... FROM stdin on its line, where its data would begin",
          "begin a new line here");
    }
    return buffer.at(i) == '\n' ? i + 1 : i;
  }

  private Piece metaCommand(int from) throws IOException {
    first = from;
    int end = commandInside(from);
    if (MetaCommand.readsData(buffer.text(from, end))) {
      end = endOfCopyLine(end);
      inData = true;
    }
    return piece(Piece.Type.META_COMMAND, from, last, end, Kind.META_COMMAND, 0);
  }

  private @Nullable Piece data() throws IOException {
    int rows = 0;
    int i = 0;
    while (i < DATA_CHUNK && buffer.at(i) != TextBuffer.END) {
      int lineEnd = i;
      while (buffer.at(lineEnd) != '\n' && buffer.at(lineEnd) != TextBuffer.END) {
        lineEnd++;
      }
      int next = buffer.at(lineEnd) == '\n' ? lineEnd + 1 : lineEnd;
      if (isEndOfData(i, lineEnd)) {
        inData = false;
        return piece(Piece.Type.COPY_DATA, 0, i, next, Kind.TRANSACTIONAL, rows);
      }
      rows++;
      i = next;
    }
    return i == 0 ? null : piece(Piece.Type.COPY_DATA, 0, i, i, Kind.TRANSACTIONAL, rows);
  }

  private boolean isEndOfData(int from, int lineEnd) throws IOException {
    boolean marker = lineEnd - from >= 2 && buffer.at(from) == '\\' && buffer.at(from + 1) == '.';
    return marker && (lineEnd - from == 2 || (lineEnd - from == 3 && buffer.at(from + 2) == '\r'));
  }

  private Piece piece(Piece.Type type, int from, int to, int end, Kind kind, int rows) {
    statementSeen |= type != Piece.Type.BLANK;
    length = end;
    Place place = buffer.placeOf(from);
    return new Piece(
        type,
        place.line(),
        place.column(),
        buffer.text(0, from),
        buffer.text(from, to),
        buffer.text(to, end),
        kind,
        type == Piece.Type.STATEMENT ? command : TextBuffer.END,
        rows);
  }
}
