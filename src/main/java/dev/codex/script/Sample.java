package dev.codex.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A script of a directory whose format is to be told: its name, and its beginning once somebody asks for it. */
final class Sample {
  private static final int HEAD = 1 << 16;

  private final FoundFile file;
  private @Nullable String head;

  Sample(FoundFile file) {
    this.file = file;
  }

  String path() {
    return file.path();
  }

  String name() {
    return file.name();
  }

  /** Whether it stands in the directory itself. */
  boolean isTop() {
    return !path().contains("/");
  }

  /** Reads its beginning, so that it is at hand. */
  void read() {
    head = readHead();
  }

  /** Its first 64 KB; empty if it cannot be read, which is told when it is read as a script. */
  String head() {
    if (head == null) {
      head = readHead();
    }
    return head;
  }

  private String readHead() {
    try (InputStream input = file.content().open()) {
      String text = new String(input.readNBytes(HEAD), StandardCharsets.UTF_8);
      return text.startsWith(String.valueOf(Utf8.BYTE_ORDER_MARK)) ? text.substring(1) : text;
    } catch (IOException unreadable) {
      return "";
    }
  }
}
