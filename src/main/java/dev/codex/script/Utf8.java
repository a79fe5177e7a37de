package dev.codex.script;

import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Decodes scripts strictly: what is not UTF-8 would reach the database as something else. */
final class Utf8 {
  static final char BYTE_ORDER_MARK = '\uFEFF';

  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  static CharsetDecoder strictDecoder() {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** The text of a whole file, without a byte-order mark. */
  static String decode(String path, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      refuseMalformed(path, bytes);
    }
    int nul = text.indexOf(0);
    if (nul >= 0) {
      int line =
          1 + (int) text.substring(0, nul).chars().filter(next -> next == '\n').count();
      throw unreadable(path, line, " has a NUL character", "remove it; PostgreSQL cannot take one");
    }
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  private static void refuseMalformed(String path, byte[] bytes) {
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer output = CharBuffer.allocate(bytes.length);
    if (strictDecoder().decode(input, output, true).isError()) {
      int line = 1 + (int) output.flip().chars().filter(next -> next == '\n').count();
      throw malformed(path, input.position(), line, bytes[input.position()]);
    }
  }

  /** The failure of a file in another encoding. */
  static CodexException.ScriptsInvalid malformed(String path, long offset, int line, byte wrong) {
    String fact = String.format(
        " is not UTF-8: byte 0x%02X at offset %d, line %d", wrong & 0xFF, offset, line);
    boolean wide = offset == 0 && (wrong & 0xFE) == 0xFE;
    String advice = wide
        ? "it looks like UTF-16: convert it with iconv -f UTF-16 -t UTF-8"
        : "convert it, for example with iconv -f WINDOWS-1252 -t UTF-8";
    return unreadable(path, line, fact, advice);
  }

  private static CodexException.ScriptsInvalid unreadable(
      String path, int line, String fact, String advice) {
    return new CodexException.ScriptsInvalid(List.of(
        new Problem(Problem.Code.UNREADABLE_FILE, path + fact, advice, path, null, line, 0)));
  }
}
