package dev.codex.migration;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A script that was found: its name, its fingerprint and a way to its statements. */
public interface Script {
  /** The path below the location it was found in, with {@code /} between the parts. */
  String path();

  /** What it is recorded as and known by: the path, and more where one file holds several scripts. */
  default String name() {
    return path();
  }

  /** The checksum of the text, without its down section. */
  Checksum checksum();

  /** The annotations of its header. */
  ScriptHeader header();

  /** How it stands to transactions, by the format that it is in. */
  default TransactionRules rules() {
    return TransactionRules.CODEX;
  }

  /**
   * The whole text without byte-order mark and down section, as it is sent, if it is small enough to be kept in memory;
   * otherwise {@link #open()} is the way to it.
   */
  Optional<String> text();

  /** Why it must not be run as it stands; it does not matter once the script was applied. */
  default List<Problem> refusals() {
    return List.of();
  }

  /** What must hold in the database for it to be run. */
  default Preconditions preconditions() {
    return Preconditions.NONE;
  }

  /** A message of the server about it, without the values of its placeholders. */
  default String conceal(String message) {
    return message;
  }

  /**
   * Opens the list of statements. Blocks.
   *
   * @throws IOException if the file is gone or cannot be read
   */
  StatementCursor open() throws IOException;
}
