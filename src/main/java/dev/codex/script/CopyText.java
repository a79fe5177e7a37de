package dev.codex.script;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a line of PostgreSQL's text format into values: a backslash takes the delimiter's and the line end's meaning. */
final class CopyText {
  private final CopyFormat format;

  CopyText(CopyFormat format) {
    this.format = format;
  }

  /** The values of a line; throws {@link IllegalArgumentException} with a reason if it has none. */
  List<@Nullable String> values(String line, int expected) {
    List<@Nullable String> values = new ArrayList<>(expected);
    int from = 0;
    boolean escaped = false;
    int i = 0;
    for (; i < line.length(); i++) {
      char next = line.charAt(i);
      if (next == '\\') {
        refuseMarker(line, i);
        escaped = true;
        i++;
      } else if (next == format.delimiter()) {
        values.add(value(line.substring(from, i), escaped));
        from = i + 1;
        escaped = false;
      } else if (next == '\r') {
        throw new IllegalArgumentException("literal carriage return found in data");
      }
    }
    values.add(value(line.substring(from), escaped));
    return values;
  }

  private static void refuseMarker(String line, int backslash) {
    if (backslash + 1 < line.length() && line.charAt(backslash + 1) == '.') {
      throw new IllegalArgumentException("the end-of-data marker \\. is not alone on its line");
    }
  }

  private @Nullable String value(String source, boolean escaped) {
    if (source.equals(format.nullText())) {
      return null;
    }
    return escaped ? unescaped(source) : source;
  }

  /** Whether a line goes on in the next one, as its end has a backslash before it. */
  static boolean goesOn(String line) {
    int i = line.length();
    while (i > 0 && line.charAt(i - 1) == '\\') {
      i--;
    }
    return (line.length() - i) % 2 == 1;
  }

  /** A text without its escapes. Those of numbers are bytes, of which several may be one character. */
  static String unescaped(String source) {
    StringBuilder text = new StringBuilder(source.length());
    int i = 0;
    while (i < source.length()) {
      char next = source.charAt(i++);
      if (next != '\\') {
        text.append(next);
      } else if (i < source.length()) {
        char kind = source.charAt(i);
        if (isNumber(source, i)) {
          return unescapedBytes(source);
        }
        text.append(control(kind));
        i++;
      }
    }
    return text.toString();
  }

  private static boolean isNumber(String source, int at) {
    char kind = source.charAt(at);
    return isOctal(kind)
        || (kind == 'x' && at + 1 < source.length() && isHexadecimal(source.charAt(at + 1)));
  }

  private static char control(char kind) {
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> '\u000B';
      default -> kind;
    };
  }

  private static String unescapedBytes(String source) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(source.length());
    int i = 0;
    while (i < source.length()) {
      int next = source.codePointAt(i);
      i += Character.charCount(next);
      if (next == '\\' && i < source.length()) {
        if (isNumber(source, i)) {
          i = number(source, i, bytes);
          continue;
        }
        next = source.codePointAt(i);
        i += Character.charCount(next);
        next = next < 0x80 ? control((char) next) : next;
      }
      bytes.writeBytes(Character.toString(next).getBytes(StandardCharsets.UTF_8));
    }
    return decoded(bytes.toByteArray());
  }

  private static int number(String source, int from, ByteArrayOutputStream bytes) {
    boolean octal = isOctal(source.charAt(from));
    int i = octal ? from : from + 1;
    int end = Math.min(source.length(), i + (octal ? 3 : 2));
    int value = 0;
    while (i < end && (octal ? isOctal(source.charAt(i)) : isHexadecimal(source.charAt(i)))) {
      value = value * (octal ? 8 : 16) + Character.digit(source.charAt(i), 16);
      i++;
    }
    if ((value & 0xFF) == 0) {
      throw new IllegalArgumentException("an escape for the byte 0, which PostgreSQL cannot take");
    }
    bytes.write(value);
    return i;
  }

  private static String decoded(byte[] bytes) {
    try {
      return Utf8.strictDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("escapes that are not UTF-8 together", e);
    }
  }

  private static boolean isOctal(char next) {
    return next >= '0' && next <= '7';
  }

  private static boolean isHexadecimal(char next) {
    return Character.digit(next, 16) >= 0 && next < 0x80;
  }
}
