package dev.codex.migration;

/** The two halves of a change that old and new builds live through together: first only add, later take away. */
public enum Phase {
  /** What both builds can live with: before the roll-out. What a script is that says nothing. */
  EXPAND,
  /** What only the new build can live with: after the roll-out. Nobody waits for it. */
  CONTRACT
}
