package dev.codex.migration;

/**
 * What can be wrong with another tool's history.
 *
 * @param tool what it is called
 */
record ForeignProblems(String tool) {
  Problem failed(ForeignMigration row) {
    return problem(
        Problem.Code.FOREIGN_HISTORY,
        row,
        "migration " + row.label() + " has failed or was not ended, " + tool + " says",
        "bring it to its end with " + tool + " and mend its history, then adopt again");
  }

  Problem modified(Migration migration, ForeignMigration row, ForeignChecksums checksums) {
    return problem(
        Problem.Code.MODIFIED,
        row,
        "migration " + migration.label() + " was modified after " + tool + " applied it: "
            + migration.script().name() + " has the checksum " + checksums.toString(migration)
            + ", "
            + tool + " recorded " + row.checksum(),
        "restore the script as it was applied");
  }

  Problem missing(ForeignMigration row) {
    return problem(
        Problem.Code.MISSING,
        row,
        "migration " + row.label() + " was applied by " + tool
            + ", and there is no script for it here",
        "put it back, or record it by its name alone with --ignore-missing");
  }

  private static Problem problem(
      Problem.Code code, ForeignMigration row, String fact, String advice) {
    String version = row.version() == null ? null : row.version().toString();
    return new Problem(code, fact, advice, row.script(), version, 0, 0);
  }
}
