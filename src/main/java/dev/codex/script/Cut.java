package dev.codex.script;

import dev.codex.migration.Preconditions;
import dev.codex.migration.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file holds by the markers of its format.
 *
 * @param up what is applied; each line of it has the number that it has in the file
 * @param down what takes it back, or null
 * @param noTransaction whether it says that it runs without a transaction
 * @param problems what is wrong with the file
 * @param refusals why it must not be run; it does not matter once it was applied
 * @param preconditions what must hold for it to be run
 */
record Cut(
    String up,
    @Nullable String down,
    boolean noTransaction,
    List<Problem> problems,
    List<Problem> refusals,
    Preconditions preconditions) {
  Cut(String up, @Nullable String down, boolean noTransaction, List<Problem> problems) {
    this(up, down, noTransaction, problems, List.of(), Preconditions.NONE);
  }

  /** A file without markers: all of it is applied. */
  static Cut whole(String text) {
    return new Cut(text, null, false, List.of());
  }
}
