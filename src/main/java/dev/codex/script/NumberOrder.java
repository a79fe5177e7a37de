package dev.codex.script;

import dev.codex.migration.Version;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells of scripts that go by their names, and were probably meant to go by the numbers in front of them. */
final class NumberOrder {
  private static final Logger LOG = System.getLogger(NumberOrder.class.getName());
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private NumberOrder() {}

  /** One that is numbered, in the order in which it is applied. */
  private record Numbered(String path, Version version, BigInteger number) {}

  static void warn(List<NamedScript> scripts) {
    List<Numbered> inOrder = scripts.stream()
        .filter(script -> script.name().role() == MigrationName.Role.VERSIONED)
        .flatMap(script -> numbered(script).stream())
        .sorted(Comparator.comparing(Numbered::version))
        .toList();
    for (int i = 1; i < inOrder.size(); i++) {
      Numbered before = inOrder.get(i - 1);
      Numbered next = inOrder.get(i);
      if (before.number().compareTo(next.number()) > 0) {
        LOG.log(
            Level.WARNING,
            "plain scripts are applied in the order of their names, {0} before {1}; if their numbers are the order, write"
                + " all of them with as many digits before any is applied",
            before.path(),
            next.path());
        return;
      }
    }
  }

  private static Optional<Numbered> numbered(NamedScript script) {
    Matcher digits = NUMBER.matcher(script.file().path());
    return digits.lookingAt()
        ? Optional.of(new Numbered(
            script.file().path(),
            Objects.requireNonNull(script.name().version()),
            new BigInteger(digits.group())))
        : Optional.empty();
  }
}
