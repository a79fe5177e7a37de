package dev.codex.faults;

import java.time.Duration;
import java.util.List;

/**
 * What came of a case.
 *
 * @param harmed how often harm was done: a message that was never sent cannot be cut
 * @param violations what must not be, each a sentence
 */
record Result(Case run, int harmed, List<Frame> frames, List<String> violations, Duration took) {
  /** What went wrong, and how to see it again. */
  String describe() {
    StringBuilder text = new StringBuilder("VIOLATION in ").append(run);
    violations.forEach(one -> text.append("\n    ").append(one));
    run.faults()
        .forEach(fault -> frames.stream()
            .filter(frame -> frame.side() == fault.side() && frame.number() == fault.number())
            .forEach(frame -> text.append("\n    at ").append(frame)));
    return text.append("\n    again: mvn test -Dtest=FaultsTest -Dcodex.faults=")
        .append(run)
        .toString();
  }
}
