package dev.codex.migration;

/**
 * What a person says of a migration about which Codex cannot know.
 *
 * @param kind what is said
 * @param statement at which statement its script goes on, from 1; 0 where that is not what is said
 * @param reason why, in the person's own words; it is kept
 */
public record Decision(Kind kind, int statement, String reason) {
  /** What can be said. */
  public enum Kind {
    /** All of it is in effect: it is recorded, and not run. */
    APPLIED,
    /** Nothing of it is in effect: it is run from its beginning. */
    NOT_APPLIED,
    /** All statements before one are in effect: it is run from there. */
    FROM_STATEMENT
  }

  public static Decision applied(String reason) {
    return new Decision(Kind.APPLIED, 0, reason);
  }

  public static Decision notApplied(String reason) {
    return new Decision(Kind.NOT_APPLIED, 0, reason);
  }

  public static Decision fromStatement(int statement, String reason) {
    return new Decision(Kind.FROM_STATEMENT, statement, reason);
  }
}
