package dev.codex.config;

/** What stands between Codex and the server. */
public enum Pooler {
  /** Nothing: one connection is one server session. */
  NONE,
  /** A pooler that keeps a client on one server session until it leaves, which is as good as nothing. */
  SESSION,
  /** A pooler that gives a client a server session for each transaction: scripts that fit into one can be run. */
  TRANSACTION
}
