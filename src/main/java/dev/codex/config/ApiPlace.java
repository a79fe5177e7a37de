package dev.codex.config;

/** Where the HTTP API and the dashboard are. */
public enum ApiPlace {
  /** On the port of the health checks, which is there while the schema is not. */
  HEALTH,
  /** On the application's port. */
  APPLICATION,
  BOTH,
  NONE;

  /** Whether they are on the port of the health checks. */
  public boolean onHealth() {
    return this == HEALTH || this == BOTH;
  }

  /** Whether they are on the application's port. */
  public boolean onApplication() {
    return this == APPLICATION || this == BOTH;
  }
}
