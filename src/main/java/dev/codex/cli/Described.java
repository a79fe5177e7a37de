package dev.codex.cli;

import picocli.CommandLine.Model.CommandSpec;

/**
 * A command that pods run, which says itself what picocli otherwise finds by looking at its annotations: to look takes a tenth
 * of a start.
 */
interface Described {
  /** The name, the help and the flags of its own. */
  CommandSpec describe();
}
