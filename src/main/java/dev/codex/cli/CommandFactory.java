package dev.codex.cli;

import picocli.CommandLine;

/** Makes the commands: each that talks to somebody is given the console. */
final class CommandFactory implements CommandLine.IFactory {
  private final Console console;

  CommandFactory(Console console) {
    this.console = console;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    try {
      return type.getDeclaredConstructor(Console.class).newInstance(console);
    } catch (NoSuchMethodException plain) {
      return CommandLine.defaultFactory().create(type);
    }
  }
}
