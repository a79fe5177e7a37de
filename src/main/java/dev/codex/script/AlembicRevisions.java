package dev.codex.script;

import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Version;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which scripts end at which revision of Alembic: those that {@code alembic upgrade --sql} has written say it in a comment,
 * and a file name may hold the revision as a word.
 */
public final class AlembicRevisions {
  private static final Pattern UPGRADE =
      Pattern.compile("(?m)^-- Running upgrade .*-> ([^\\s,]+)\\s*$");
  private static final Pattern REVISION = Pattern.compile("[0-9a-f]{8,32}");

  private AlembicRevisions() {}

  /** The versions by revision; a script of several upgrades stands for the last of them. */
  public static Map<String, Version> of(MigrationSet set) {
    Map<String, Version> versions = new HashMap<>();
    Set<String> twice = new HashSet<>();
    for (Migration migration : set.migrations()) {
      Version version = migration.version();
      if (version != null) {
        revision(migration).ifPresent(revision -> {
          if (versions.put(revision, version) != null) {
            twice.add(revision);
          }
        });
      }
    }
    versions.keySet().removeAll(twice);
    return versions;
  }

  private static Optional<String> revision(Migration migration) {
    Matcher upgrade = UPGRADE.matcher(migration.script().text().orElse(""));
    String last = null;
    while (upgrade.find()) {
      last = upgrade.group(1);
    }
    return Optional.ofNullable(last).or(() -> named(migration.script().path()));
  }

  private static Optional<String> named(String path) {
    for (String word : path.substring(path.lastIndexOf('/') + 1).split("[^0-9A-Za-z]+")) {
      if (REVISION.matcher(word).matches()) {
        return Optional.of(word);
      }
    }
    return Optional.empty();
  }
}
