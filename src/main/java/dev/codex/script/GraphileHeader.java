package dev.codex.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands at the top of a script that graphile-migrate has committed, and what is below it.
 *
 * @param previous the hash of the script before it, {@code -} for the first one, or null
 * @param hash its own, or null
 * @param allowsAnyHash whether a hash that is not that of the text is meant
 * @param body what is run
 */
record GraphileHeader(
    @Nullable String previous, @Nullable String hash, boolean allowsAnyHash, String body) {
  static final String FIRST = "-";
  private static final String ALGORITHM = "sha1";
  private static final Pattern LINE = Pattern.compile("--! ([A-Z][a-zA-Z0-9_]*)(?::(.*))?");
  private static final Pattern OUTSIDE = Pattern.compile("--!\\s*no-transaction\\b");
  /** What JavaScript takes away from both ends of a text. */
  private static final Pattern ENDS = Pattern.compile(
      "\\A[\\s\\h\\x0B\\uFEFF\\u2028\\u2029]+|[\\s\\h\\x0B\\uFEFF\\u2028\\u2029]+\\z");

  /** Reads a text; line ends of another system make no difference. */
  static GraphileHeader of(String text) {
    String[] lines = text.replace("\r\n", "\n").split("\n", -1);
    Map<String, String> values = new LinkedHashMap<>();
    int next = 0;
    for (Matcher line = LINE.matcher(lines[0]); line.matches(); line = LINE.matcher(lines[next])) {
      values.put(line.group(1), line.group(2) == null ? "" : line.group(2).strip());
      next++;
      if (next == lines.length) {
        break;
      }
    }
    StringBuilder body = new StringBuilder();
    for (int i = next; i < lines.length; i++) {
      body.append(lines[i]).append('\n');
    }
    return new GraphileHeader(
        values.get("Previous"),
        values.get("Hash"),
        values.containsKey("AllowInvalidHash"),
        trim(body.toString()));
  }

  boolean isFirst() {
    return FIRST.equals(previous);
  }

  /** Whether the first line of what is run asks for no transaction. */
  boolean noTransaction() {
    return OUTSIDE.matcher(body).lookingAt();
  }

  /** The hash that the text has. */
  String actual() {
    String before = previous == null || isFirst() ? "" : previous;
    try {
      byte[] bytes = (trim(before + "\n" + body) + "\n").getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(bytes);
      return ALGORITHM + ":" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  private static String trim(String text) {
    return ENDS.matcher(text).replaceAll("");
  }
}
