package dev.codex.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of the program, from its jar. */
public final class BuildVersion implements IVersionProvider {
  static String current() {
    return Objects.requireNonNullElse(
        BuildVersion.class.getPackage().getImplementationVersion(), "development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"codex " + current()};
  }
}
