package dev.codex.script;

/**
 * A file that is a script of its format.
 *
 * @param name what its name says
 * @param noTransaction whether a file beside it says that it runs without a transaction
 * @param verbatim whether a file beside it says that its placeholders are none
 */
record NamedScript(FoundFile file, MigrationName name, boolean noTransaction, boolean verbatim) {
  NamedScript(FoundFile file, MigrationName name, boolean noTransaction) {
    this(file, name, noTransaction, false);
  }

  /** The same script under its whole path. */
  NamedScript below(String location) {
    return new NamedScript(file.below(location), name, noTransaction, verbatim);
  }
}
