package dev.codex.migration;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was taken over, or would be.
 *
 * @param source the table it was read from; null for a baseline
 * @param dryRun whether nothing was written
 * @param adopted the rows, in the order of the history
 * @param alreadyRecorded how many more of the source's migrations the history had before
 * @param notes what a person should know, one sentence each
 * @param after the plan that holds with these rows
 */
public record AdoptionReport(
    @Nullable String source,
    boolean dryRun,
    List<Adopted> adopted,
    int alreadyRecorded,
    List<String> notes,
    Plan after) {
  public AdoptionReport {
    adopted = List.copyOf(adopted);
    notes = List.copyOf(notes);
  }

  /** The same with another sentence. */
  public AdoptionReport withNote(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new AdoptionReport(source, dryRun, adopted, alreadyRecorded, more, after);
  }
}
