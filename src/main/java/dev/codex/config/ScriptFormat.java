package dev.codex.config;

/** Whose file names and markers the scripts have. */
public enum ScriptFormat {
  /** Told from the files of each directory. */
  AUTO,
  /** Codex's own, by Flyway's names. */
  NATIVE,
  /** The same names, and Flyway's rules for transactions. */
  FLYWAY,
  GOOSE,
  DBMATE,
  GOLANG_MIGRATE,
  NODE_PG_MIGRATE,
  SQLX,
  DIESEL,
  PRISMA,
  GRAPHILE,
  SUPABASE,
  /** Flyway's names, where U is no undo. */
  REFINERY,
  ATLAS,
  /** Several migrations in a file, in the order in which they stand there. */
  LIQUIBASE,
  /** Ordered by name, and the whole name is the identity. */
  PLAIN;

  /** The word in the configuration. */
  @Override
  public String toString() {
    return ValueType.word(this);
  }
}
