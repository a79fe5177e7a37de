package dev.codex.config;

import java.util.Objects;

/** Which Codex this is, from its jar: names, checksums and files that one release writes may mean something else to the next. */
public final class ProgramVersion {
  private ProgramVersion() {}

  public static String current() {
    return Objects.requireNonNullElse(
        ProgramVersion.class.getPackage().getImplementationVersion(), "development");
  }
}
