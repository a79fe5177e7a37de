package dev.codex.migration;

import java.util.List;

/**
 * What must hold in a database for a script to be run there, looked at under the migration lock when its turn has come.
 *
 * @param checks all of which must hold, in the order in which they are looked at
 * @param onFail what is done if one of them does not hold
 * @param onError what is done if one of them cannot be looked at
 */
public record Preconditions(List<Check> checks, Otherwise onFail, Otherwise onError) {
  public static final Preconditions NONE =
      new Preconditions(List.of(), Otherwise.HALT, Otherwise.HALT);

  public Preconditions {
    checks = List.copyOf(checks);
  }

  /** What is done in place of running the script as if nothing were the matter. */
  public enum Otherwise {
    /** The run fails. */
    HALT,
    /** The migration is recorded, and its script is not run. */
    MARK_RAN,
    /** The script is run, after a warning. */
    WARN
  }

  /**
   * One that must hold.
   *
   * @param line in which it stands, from 1
   * @param said that line
   * @param query the text of one query for one value
   * @param expected what the server has to write for this value
   */
  public record Check(int line, String said, String query, String expected) {}

  /** Puts a part of a check, which stands in a line of the script, in another way. */
  public interface Rewording {
    String of(String text, int line);
  }

  /** The same with other queries and expectations. */
  public Preconditions with(Rewording rewording) {
    List<Check> reworded = checks.stream()
        .map(check -> new Check(
            check.line(),
            check.said(),
            rewording.of(check.query(), check.line()),
            rewording.of(check.expected(), check.line())))
        .toList();
    return new Preconditions(reworded, onFail, onError);
  }

  /** Whether there is nothing to look at. */
  public boolean isEmpty() {
    return checks.isEmpty();
  }
}
