package dev.codex.migration;

/**
 * Which statements of a script are sent now: one, or a few that go together because the script is long.
 *
 * @param number the number of the first one in the script, from 1
 * @param last the number of the last one, which is the same if there is only one
 * @param total how many the script has; 0 if it is not known, since a script that is streamed is read as it is sent
 * @param label the keywords a person knows the first one by, such as {@code CREATE INDEX}
 * @param line the line of the first one
 */
public record StatementPosition(int number, int last, int total, String label, int line) {
  /** In a few words: {@code statement 3 of 7}, {@code statements 1201 to 1350}. */
  public String describe() {
    String which = number == last ? "statement " + number : "statements " + number + " to " + last;
    return total == 0 ? which : which + " of " + total;
  }
}
