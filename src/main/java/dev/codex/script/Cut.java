package dev.codex.script;

import dev.codex.migration.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file holds by the markers of its format.
 *
 * @param up what is applied; each line of it has the number that it has in the file
 * @param down what takes it back, or null
 * @param noTransaction whether it says that it runs without a transaction
 * @param problems why it must not be run
 */
record Cut(String up, @Nullable String down, boolean noTransaction, List<Problem> problems) {
  /** A file without markers: all of it is applied. */
  static Cut whole(String text) {
    return new Cut(text, null, false, List.of());
  }
}
