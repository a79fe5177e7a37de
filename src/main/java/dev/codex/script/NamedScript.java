package dev.codex.script;

/**
 * A file that is a script of its format.
 *
 * @param name what its name says
 * @param noTransaction whether a file beside it says that it runs without a transaction
 */
record NamedScript(FoundFile file, MigrationName name, boolean noTransaction) {
  /** The same script under its whole path. */
  NamedScript below(String location) {
    return new NamedScript(file.below(location), name, noTransaction);
  }
}
