package dev.codex.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is done to the wire at a message. */
public enum Kind {
  /** The message is lost, and both ends are reset. */
  RESET(Set.of(Side.CLIENT, Side.SERVER)),
  /** The message is lost, and both ends see an orderly end. */
  CLOSE(Set.of(Side.CLIENT)),
  /** Half of the message arrives, and both ends are reset. */
  HALF(Set.of(Side.CLIENT, Side.SERVER)),
  /** The message comes late. */
  DELAY(Set.of(Side.CLIENT)),
  /** The message and all that would follow vanish, both ways, and nobody is told. */
  STALL(Set.of(Side.CLIENT, Side.SERVER)),
  /** The message is lost, its sender's direction has ended, and the other one goes on. */
  HALF_CLOSE(Set.of(Side.CLIENT)),
  /** The message arrives, and both ends are reset while the server is at it. */
  RESET_AFTER(Set.of(Side.CLIENT)),
  /** The message arrives, the server answers, and the answer is lost with the connection. */
  LOSE_ANSWER(Set.of(Side.CLIENT)),
  /** The answer arrives, and then the connection ends. */
  CLOSE_AFTER_ANSWER(Set.of(Side.CLIENT)),
  /** The message arrives; its answer and all that would follow vanish, and nobody is told. */
  STALL_AFTER(Set.of(Side.CLIENT)),
  /** The server ends the session before the message reaches it. */
  TERMINATE(Set.of(Side.CLIENT)),
  /** The message arrives, and what the server does about it is cancelled by somebody else. */
  CANCEL(Set.of(Side.CLIENT)),
  /** The message is lost with the process that sent it: that process never gets through again. */
  DIE(Set.of(Side.CLIENT)),
  /** The message arrives, but the process that sent it never gets through again. */
  DIE_AFTER(Set.of(Side.CLIENT)),
  /** Before the answer comes that to another question, as PgBouncer 1.18 may do it. No point is drawn for it. */
  STALE_ANSWER(Set.of());

  private final Set<Side> sides;

  Kind(Set<Side> sides) {
    this.sides = Set.copyOf(sides);
  }

  static List<Kind> of(Side side) {
    return Arrays.stream(values()).filter(kind -> kind.sides.contains(side)).toList();
  }

  /** Whether only silence tells of it. */
  boolean isSilent() {
    return this == STALL || this == STALL_AFTER;
  }

  boolean isDeath() {
    return this == DIE || this == DIE_AFTER;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Kind parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
