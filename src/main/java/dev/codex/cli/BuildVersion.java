package dev.codex.cli;

import dev.codex.config.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** The version of the program, as {@code --version} says it. */
public final class BuildVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"codex " + ProgramVersion.current()};
  }
}
