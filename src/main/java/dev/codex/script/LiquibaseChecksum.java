package dev.codex.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Liquibase's checksum of a changeset, version 9: of its SQL without any white space, and once more of that. */
final class LiquibaseChecksum {
  private static final String VERSION = "9:";

  private LiquibaseChecksum() {}

  /** What may have been recorded of a changeset; nothing if it says that anything may. */
  static Set<String> of(LiquibaseChangeset changeset) {
    List<String> valid = changeset.validChecksums();
    if (valid.stream().anyMatch(known -> known.matches("(?i)(?:\\d+:)?any"))) {
      return Set.of();
    }
    Set<String> accepted = new HashSet<>(valid);
    String change = VERSION + md5(changeset.sql().replaceAll("[ \\n\\r\\t]", ""));
    accepted.add(VERSION + md5(change + ":"));
    return accepted;
  }

  private static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
