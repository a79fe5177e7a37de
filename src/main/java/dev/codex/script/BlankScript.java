package dev.codex.script;

import dev.codex.config.ScriptFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of a new script, as its tool would make them. */
public final class BlankScript {
  private BlankScript() {}

  /** Whether its tool gives every script the time of its making as its version. */
  public static boolean isStamped(ScriptFormat format) {
    return switch (format) {
      case GOOSE, DBMATE, NODE_PG_MIGRATE, SQLX, DIESEL, PRISMA -> true;
      default -> false;
    };
  }

  /**
   * The files, by their paths below the location; none for a format that Codex makes no scripts for.
   *
   * @param version digits
   * @param slug the words of the title with underscores between them
   */
  public static Map<String, String> of(
      ScriptFormat format, String version, String slug, String title) {
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
      case SQLX, PLAIN -> files.put(stem + ".sql", head);
      default -> {}
    }
    return files;
  }

  private static void both(Map<String, String> files, String up, String down, String title) {
    files.put(up, "-- " + title + "\n");
    files.put(down, "-- what undoes: " + title + "\n");
  }

  private static String dated(String version) {
    return version.replaceFirst("^(\\d{4})(\\d\\d)(\\d\\d)(\\d{6})$", "$1-$2-$3-$4");
  }
}
