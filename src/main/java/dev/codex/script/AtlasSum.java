package dev.codex.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The hashes of {@code atlas.sum}: each file's is that of all files up to it, by which a file that was put in between
 * changes those after it.
 */
final class AtlasSum {
  static final String FILE = "atlas.sum";
  private static final String PREFIX = "h1:";
  private static final Pattern IGNORED = Pattern.compile("--\\s*atlas:sum +ignore\\b");

  private AtlasSum() {}

  /** The hash of each file by its path, of all scripts in the order of their names. */
  static Map<String, String> of(List<FoundFile> scripts) throws IOException {
    MessageDigest all = sha256();
    Map<String, String> sums = new LinkedHashMap<>();
    for (FoundFile script : scripts) {
      all.update(script.name().getBytes(StandardCharsets.UTF_8));
      if (IGNORED.matcher(new Sample(script).head()).lookingAt()) {
        continue;
      }
      try (InputStream input = script.content().open()) {
        byte[] chunk = new byte[1 << 16];
        for (int length = input.read(chunk); length >= 0; length = input.read(chunk)) {
          all.update(chunk, 0, length);
        }
      }
      try {
        MessageDigest soFar = (MessageDigest) all.clone();
        sums.put(script.path(), Base64.getEncoder().encodeToString(soFar.digest()));
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException("SHA-256 of this platform cannot be continued", e);
      }
    }
    return sums;
  }

  /** What a file says, by the names of scripts; lines that are none are left out. */
  static Map<String, String> read(FoundFile file) throws IOException {
    Map<String, String> sums = new LinkedHashMap<>();
    try (InputStream input = file.content().open()) {
      String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
      text.lines().skip(1).forEach(line -> {
        int at = line.lastIndexOf(" " + PREFIX);
        if (at > 0) {
          sums.put(
              line.substring(0, at), line.substring(at + 1 + PREFIX.length()).strip());
        }
      });
    }
    return sums;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
