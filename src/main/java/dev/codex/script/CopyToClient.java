package dev.codex.script;

import java.io.IOException;

/** Sees a {@code COPY ... TO stdout}: it sends rows to a client, and the one that applies scripts cannot take them. */
final class CopyToClient {
  private CopyToClient() {}

  static boolean isOne(String statement) throws IOException {
    Words words = Words.of(statement);
    if (!words.accept("copy")) {
      return false;
    }
    while (words.skipTo("to")) {
      words.next();
      if (words.is("stdout")) {
        return true;
      }
    }
    return false;
  }
}
