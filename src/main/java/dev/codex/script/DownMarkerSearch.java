package dev.codex.script;

import dev.codex.migration.CodexException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks for the marker of a down part in a text that comes in pieces, line by line. */
final class DownMarkerSearch {
  private final List<DownMarker> found = new ArrayList<>();
  private final StringBuilder begun = new StringBuilder();
  private boolean nodeUp;
  private int line = 1;
  private long offset;
  private long lineOffset;

  /** Opens the text once more. */
  interface Text {
    Reader open() throws IOException;
  }

  /** The marker in the beginning of a script. */
  static Optional<DownMarker> inHead(Sample sample) {
    DownMarkerSearch search = new DownMarkerSearch();
    search.take(sample.head());
    try {
      return search.first(sample.path(), () -> new StringReader(sample.head()));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory needs no reading", e);
    }
  }

  /** Looks at the next piece of the text. */
  void take(String piece) {
    int from = 0;
    for (int end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      lineEnds(piece, from, end);
      from = end + 1;
      line++;
      lineOffset = offset + from;
    }
    keep(piece, from, piece.length());
    offset += piece.length();
  }

  private void lineEnds(String piece, int from, int end) {
    if (!begun.isEmpty()) {
      keep(piece, from, end);
      look(begun.toString());
      begun.setLength(0);
    } else if (mayBegin(piece, from, end)) {
      look(piece.substring(from, end));
    }
  }

  /** Most lines begin with no comment, and are not made a text of their own. */
  private static boolean mayBegin(String piece, int from, int end) {
    int first = from;
    while (first < end && Character.isWhitespace(piece.charAt(first))) {
      first++;
    }
    return first < end && (piece.charAt(first) == '-' || piece.charAt(first) == '#');
  }

  private void keep(String piece, int from, int end) {
    // one more than the longest that counts, by which a longer one is told from it
    int room = 2 * DownMarker.LONGEST - begun.length();
    begun.append(piece, from, Math.min(end, from + Math.max(room, 0)));
  }

  private void look(String written) {
    DownMarker.of(written, line, lineOffset).ifPresent(found::add);
    nodeUp |= DownMarker.isUpOfNode(written);
  }

  /** The first one that is a comment, and no part of a string. */
  Optional<DownMarker> first(String path, Text text) throws IOException {
    lineEnds("", 0, 0);
    found.removeIf(marker -> marker.isOfNode() && !nodeUp);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Set<Long> comments = new HashSet<>();
    try (Reader reader = text.open()) {
      SqlScanner scanner = new SqlScanner(path, reader, comments::add);
      for (Piece piece = scanner.next(); piece != null; piece = scanner.next()) {
        if (comments.contains(found.get(0).comment())) {
          break;
        }
      }
    } catch (CodexException.ScriptsInvalid unreadable) {
      // told when the script is read; until then nobody knows that it is no comment
      return Optional.of(found.get(0));
    }
    return found.stream().filter(marker -> comments.contains(marker.comment())).findFirst();
  }
}
