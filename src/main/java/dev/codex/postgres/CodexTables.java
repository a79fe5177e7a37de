package dev.codex.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The names of Codex's own tables in a database, and what is derived from them: the key of the lock and the channel of
 * the notifications. Two applications with two schemas never meet.
 *
 * @param schema the schema that holds the tables, as it is written in the catalog
 */
public record CodexTables(String schema) {
  static final String HISTORY = "codex_schema_history";

  String history() {
    return qualified(HISTORY);
  }

  String attempt() {
    return qualified("codex_attempt");
  }

  String journal() {
    return qualified("codex_journal");
  }

  String resolution() {
    return qualified("codex_resolution");
  }

  private String qualified(String table) {
    return Quoted.name(schema) + "." + Quoted.name(table);
  }

  /** The key of the advisory lock: the first eight bytes of SHA-256 over {@code codex:schema.table}, big-endian. */
  public long lockKey() {
    try {
      byte[] name = ("codex:" + schema + "." + HISTORY).getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The channel on which the end of a run and a failed attempt are told. */
  public String channel() {
    return "codex_" + HexFormat.of().toHexDigits(lockKey());
  }
}
