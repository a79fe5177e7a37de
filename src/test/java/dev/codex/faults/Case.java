package dev.codex.faults;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run: a workload, and the harm done to its wire. Written {@code nasty:c12=reset,s40=stall}. */
record Case(Workload workload, List<Fault> faults) {
  boolean isSilent() {
    return silences() > 0;
  }

  int silences() {
    return (int) faults.stream().filter(fault -> fault.kind().isSilent()).count();
  }

  boolean isCancel() {
    return faults.stream().anyMatch(fault -> fault.kind() == Kind.CANCEL);
  }

  boolean isDeath() {
    return faults.stream().anyMatch(fault -> fault.kind().isDeath());
  }

  /** What is done at a message, null if nothing is. */
  @Nullable
  Kind harmAt(Frame frame) {
    return faults.stream()
        .filter(fault -> fault.side() == frame.side() && fault.number() == frame.number())
        .map(Fault::kind)
        .findFirst()
        .orElse(null);
  }

  @Override
  public String toString() {
    return workload + ":" + Fault.toString(faults);
  }

  static Case parse(String text, Workloads workloads) {
    String[] parts = text.split(":", 2);
    return new Case(workloads.get(parts[0]), Fault.parseAll(parts[1]));
  }
}
