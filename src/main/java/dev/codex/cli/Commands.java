package dev.codex.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands there are, in the order of the help. Only the one that is asked for is looked at: to read the annotations of
 * all of them is a good part of a short command's time.
 */
final class Commands {
  private static final Map<String, Class<?>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("migrate", MigrateCommand.class);
    BY_NAME.put("wait-for-migrations", WaitCommand.class);
    BY_NAME.put("serve", ServeCommand.class);
    BY_NAME.put("info", InfoCommand.class);
    BY_NAME.put("plan", PlanCommand.class);
    BY_NAME.put("validate", ValidateCommand.class);
    BY_NAME.put("adopt", AdoptCommand.class);
    BY_NAME.put("baseline", BaselineCommand.class);
    BY_NAME.put("locks", LocksCommand.class);
    BY_NAME.put("resolve", ResolveCommand.class);
    BY_NAME.put("new", NewCommand.class);
    BY_NAME.put("index", IndexCommand.class);
    BY_NAME.put("config", ConfigCommand.class);
    BY_NAME.put("k8s", K8sCommand.class);
    BY_NAME.put("rehearse", RehearseCommand.class);
    BY_NAME.put("help", CommandLine.HelpCommand.class);
  }

  private Commands() {}

  static Map<String, Class<?>> byName() {
    return Map.copyOf(BY_NAME);
  }

  /** The program with the command that the arguments begin with, or with all of them if that is none. */
  static CommandLine program(CommandLine.IFactory factory, String... args) {
    Class<?> named = args.length == 0 ? null : BY_NAME.get(args[0]);
    if (named != null && named != CommandLine.HelpCommand.class) {
      return new CommandLine(CommandSpec.create().name(CodexCommand.NAME), factory)
          .addSubcommand(command(factory, named));
    }
    CommandLine program = new CommandLine(new CodexCommand(), factory);
    BY_NAME.values().forEach(type -> program.addSubcommand(command(factory, type)));
    return program;
  }

  private static CommandLine command(CommandLine.IFactory factory, Class<?> type) {
    CommandLine command = new CommandLine(
        Described.class.isAssignableFrom(type) ? described(factory, type) : type, factory);
    addOptions(command);
    command.getSubcommands().values().forEach(Commands::addOptions);
    return command;
  }

  private static CommandSpec described(CommandLine.IFactory factory, Class<?> type) {
    try {
      return ((Described) factory.create(type)).describe();
    } catch (Exception failure) {
      throw new IllegalStateException("the command " + type + " cannot be made", failure);
    }
  }

  private static void addOptions(CommandLine command) {
    if (command.getCommand() instanceof WithOptions with) {
      command.getCommandSpec().addMixin("options", with.options().describe());
    }
  }
}
