package dev.codex.script;

import dev.codex.migration.Callback;
import dev.codex.script.FlywayNames.Wrong;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells the callbacks of Flyway that are not run here, and why. */
final class CallbackNames {
  private static final Pattern SHAPE =
      Pattern.compile("(?:before|after)(?:Each)?[A-Z]\\w*|createSchema");

  /** Those of commands that Codex does not have, or which change nothing here: their moment never comes. */
  private static final Pattern OF_OTHER_COMMANDS = Pattern.compile(
      "(?:before|after)(?:Each)?(?:Clean|Info|Undo|Baseline|Repair)(?:Error|OperationFinish|Applied)?");

  private CallbackNames() {}

  /** Whether a name is that of an event whose moment never comes. */
  static boolean isLeftOut(String event) {
    return OF_OTHER_COMMANDS.matcher(event).matches();
  }

  /** What is wrong with a name that looks like a callback's; empty if it does not. */
  static Optional<Wrong> wrong(String name) {
    String event = name.split("__", 2)[0];
    if (!SHAPE.matcher(event).matches()) {
      return Optional.empty();
    }
    List<String> known =
        Arrays.stream(Callback.Event.values()).map(String::valueOf).toList();
    String meant = Similar.to(event, known)
        .map(similar -> "did you mean " + similar + ".sql?")
        .orElseGet(() -> "there are " + known.stream().collect(Collectors.joining(", ")));
    return Optional.of(
        new Wrong("Codex has no moment at which a callback " + event + " is run", meant));
  }
}
