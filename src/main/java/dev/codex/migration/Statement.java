package dev.codex.migration;

import org.jspecify.annotations.Nullable;

/**
 * One statement of a script, with the place where it stands.
 *
 * @param index its number in the script, from 1
 * @param line the line of its first token, from 1
 * @param column the column of its first token in characters, from 1
 * @param text what is sent to the server: from its first token up to, and without, the semicolon; never empty
 * @param kind how it stands to transactions
 * @param file the file that it stands in if the script includes it from another one; else null
 * @param written how it stands in the script if that is not how it is sent; else null
 */
public record Statement(
    int index,
    int line,
    int column,
    String text,
    Kind kind,
    @Nullable String file,
    @Nullable Written written) {
  /** A statement that is sent as it stands in the script. */
  public Statement(int index, int line, int column, String text, Kind kind, @Nullable String file) {
    this(index, line, column, text, kind, file, null);
  }

  /** A statement of the script's own file. */
  public Statement(int index, int line, int column, String text, Kind kind) {
    this(index, line, column, text, kind, null);
  }

  /** How a statement stands to transactions. */
  public enum Kind {
    /** Runs inside a transaction block. */
    TRANSACTIONAL,
    /** Refused by PostgreSQL inside a transaction block, as {@code CREATE INDEX CONCURRENTLY}. */
    OUTSIDE_TRANSACTION,
    /** Begins a transaction: {@code BEGIN}, {@code START TRANSACTION}. */
    BEGIN,
    /** Ends or prepares a transaction: {@code COMMIT}, {@code ROLLBACK}, {@code PREPARE TRANSACTION} and the like. */
    END_OF_TRANSACTION,
    /** {@code COPY ... FROM stdin}, whose data stand in the script. */
    COPY_DATA,
    /** A command of psql, which starts with a backslash. */
    META_COMMAND
  }

  /** The same at another number, as a statement of a file. */
  public Statement as(int number, @Nullable String path) {
    return new Statement(number, line, column, text, kind, path, written);
  }

  /** The file that it stands in, given the script's own. */
  public String fileOr(String path) {
    return file == null ? path : file;
  }

  /** The keywords a person knows the statement by, such as {@code CREATE INDEX}: its first two words, in capitals. */
  public String label() {
    String[] words = text.strip().split("[^\\p{Alnum}_]+", 3);
    return (words.length > 1 ? words[0] + " " + words[1] : words[0])
        .toUpperCase(java.util.Locale.ROOT);
  }
}
