package dev.codex.cli;

/** A command that has the flags of every command. */
interface WithOptions {
  Options options();
}
