package dev.codex.http;

import dev.codex.migration.ScriptFailure;

/** Failures that are full of what a health check must not say. */
final class TestFailures {
  static final String CANARY = "canary";

  static final ScriptFailure OF_A_SCRIPT = new ScriptFailure(
      "7 (canary)",
      "V7__canary.sql",
      1,
      1,
      1,
      "select canary",
      "42P01",
      "no canary",
      "canary",
      "canary",
      "canary",
      true);

  private TestFailures() {}
}
