package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Script;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files of a new script, as its tool would make them. */
public final class BlankScript {
  private BlankScript() {}

  /** Whether its tool gives every script the time of its making as its version. */
  public static boolean isStamped(ScriptFormat format) {
    return switch (format) {
      case GOOSE, DBMATE, NODE_PG_MIGRATE, SQLX, DIESEL, PRISMA, SUPABASE, ATLAS, LIQUIBASE -> true;
      default -> false;
    };
  }

  /**
   * The files, by their paths below the location.
   *
   * @param set what is there
   * @param version digits
   * @param slug the words of the title with underscores between them
   */
  public static Map<String, String> of(
      ScriptFormat format, MigrationSet set, String version, String slug, String title) {
    String stem = version + "_" + slug;
    String head = "-- " + title + "\n\n";
    Map<String, String> files = new LinkedHashMap<>();
    switch (format) {
      case AUTO, NATIVE ->
        files.put(
            "V" + version + "__" + slug + ".sql",
            head + "-- codex:down\n"
                + "-- what undoes the above; stored in the database when this migration is applied\n");
      case FLYWAY -> files.put("V" + version + "__" + slug + ".sql", head);
      case GOOSE -> files.put(stem + ".sql", "-- +goose Up\n" + head + "-- +goose Down\n");
      case DBMATE -> files.put(stem + ".sql", "-- migrate:up\n" + head + "-- migrate:down\n");
      case NODE_PG_MIGRATE ->
        files.put(
            version + "_" + slug.replace('_', '-') + ".sql",
            "-- Up Migration\n" + head + "-- Down Migration\n");
      case GOLANG_MIGRATE -> both(files, stem + ".up.sql", stem + ".down.sql", title);
      case DIESEL -> {
        String folder = dated(version) + "_" + slug;
        both(files, folder + "/up.sql", folder + "/down.sql", title);
      }
      case PRISMA -> files.put(stem + "/migration.sql", head);
      case GRAPHILE ->
        files.put(
            folder(set) + version + "-" + slug.replace('_', '-') + ".sql", committed(set) + head);
      case REFINERY -> files.put("V" + version + "__" + slug + ".sql", head);
      case LIQUIBASE -> files.put(stem + ".sql", changeset(version, title));
      case SQLX, SUPABASE, ATLAS, PLAIN -> files.put(stem + ".sql", head);
    }
    return files;
  }

  /** A script that is written here has no hash yet, and says so. */
  private static String committed(MigrationSet set) {
    String previous = last(set)
        .flatMap(last ->
            ScriptFingerprints.of(ScriptFormat.GRAPHILE, set).getOrDefault(last, Set.of()).stream()
                .findFirst())
        .orElse(GraphileHeader.FIRST);
    return "--! Previous: " + previous + "\n--! Hash: sha1:0\n--! AllowInvalidHash\n\n";
  }

  /** Where the last script is. */
  private static String folder(MigrationSet set) {
    return last(set)
        .map(Script::path)
        .map(path -> path.substring(0, path.lastIndexOf('/') + 1))
        .orElse("");
  }

  private static Optional<Script> last(MigrationSet set) {
    return set.migrations().stream().map(Migration::script).reduce((first, second) -> second);
  }

  private static String changeset(String version, String title) {
    String author = System.getProperty("user.name", "codex").replaceAll("[^\\w.-]", "");
    return "--liquibase formatted sql\n\n--changeset " + (author.isEmpty() ? "codex" : author) + ":"
        + version + "\n--comment " + title + "\n\n--rollback not required\n";
  }

  private static void both(Map<String, String> files, String up, String down, String title) {
    files.put(up, "-- " + title + "\n");
    files.put(down, "-- what undoes: " + title + "\n");
  }

  private static String dated(String version) {
    return version.replaceFirst("^(\\d{4})(\\d\\d)(\\d\\d)(\\d{6})$", "$1-$2-$3-$4");
  }
}
