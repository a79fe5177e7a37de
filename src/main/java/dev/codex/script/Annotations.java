package dev.codex.script;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.Phase;
import dev.codex.migration.Problem;
import dev.codex.migration.ScriptHeader;
import dev.codex.migration.Version;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a script says to Codex: its header, and where its down section begins. */
final class Annotations {
  private static final String DOWN_LINE = "-- codex:down";
  private static final List<String> NAMES =
      List.of("no-transaction", "min-build", "phase", "lock-timeout", "down");
  private static final Set<String> PHASES = Set.of("expand", "contract");

  private final String path;
  private final List<Problem> problems = new ArrayList<>();
  private boolean noTransaction;
  private @Nullable Version floor;
  private @Nullable Phase phase;
  private @Nullable Duration lockTimeout;
  private @Nullable Annotation down;

  private Annotations(String path) {
    this.path = path;
  }

  /**
   * What a script's text says.
   *
   * @param up the text without its down section
   * @param down the down section, or null
   */
  record Read(
      ScriptHeader header, String up, Migration.@Nullable Down down, List<Problem> problems) {}

  static Read of(String path, String text) {
    if (!Annotation.mayOccurIn(text)) {
      return new Read(ScriptHeader.NONE, text, null, List.of());
    }
    Annotations annotations = new Annotations(path);
    annotations.scan(new StringReader(text));
    return annotations.split(text);
  }

  /** What the beginning of a large script says; it is not looked through for a down section. */
  static Read ofHeader(String path, String beginning) {
    Annotations annotations = new Annotations(path);
    SqlScanner scanner = new SqlScanner(path, new StringReader(beginning));
    try {
      Piece piece = scanner.next();
      while (piece != null && piece.type() == Piece.Type.BLANK) {
        piece = scanner.next();
      }
    } catch (CodexException.ScriptsInvalid | IOException cutShort) {
      // the first statement goes on beyond what was read; the header stands before it
    }
    scanner.annotations().stream().filter(Annotation::inHeader).forEach(annotations::take);
    return new Read(annotations.header(), "", null, annotations.problems);
  }

  private ScriptHeader header() {
    return new ScriptHeader(noTransaction, floor, phase, lockTimeout);
  }

  private void scan(Reader text) {
    SqlScanner scanner = new SqlScanner(path, text);
    int seen = 0;
    try {
      while (down == null && scanner.next() != null) {
        List<Annotation> found = scanner.annotations();
        for (; seen < found.size() && down == null; seen++) {
          take(found.get(seen));
        }
      }
    } catch (CodexException.ScriptsInvalid e) {
      problems.addAll(e.problems());
    } catch (IOException e) {
      problems.add(Problem.ofFile(
          Problem.Code.UNREADABLE_FILE,
          path,
          path + " cannot be read: " + e.getMessage(),
          "look at the file"));
    }
  }

  private Read split(String text) {
    if (down == null) {
      return new Read(header(), text, null, problems);
    }
    int start = Math.toIntExact(down.offset());
    String rest = text.substring(start + down.comment().length());
    int lineEnd = rest.indexOf('\n') < 0 ? rest.indexOf('\r') : rest.indexOf('\n');
    String section = lineEnd < 0 ? "" : rest.substring(lineEnd + 1);
    if (section.isBlank()) {
      refuse(
          down,
          "the down section is empty",
          "write the statements that undo this script below it, or remove it");
    }
    Migration.Down undo = new Migration.Down(section, path, down.line() + 1);
    return new Read(header(), text.substring(0, start), undo, problems);
  }

  private void take(Annotation annotation) {
    if (annotation.name().equals("down")) {
      takeDown(annotation);
    } else if (!NAMES.contains(annotation.name())) {
      String meant = Similar.to(annotation.name(), NAMES)
          .map(name -> "did you mean " + name + "?")
          .orElse("");
      refuse(
          annotation,
          "there is no annotation codex:" + annotation.name(),
          meant.isEmpty() ? "there are " + String.join(", ", NAMES) : meant);
    } else if (!annotation.inHeader()) {
      refuse(
          annotation,
          "codex:" + annotation.name() + " stands below a statement",
          "move it to the top of the script");
    } else {
      takeHeader(annotation);
    }
  }

  private void takeDown(Annotation annotation) {
    if (annotation.comment().equals(DOWN_LINE) && annotation.column() == 1) {
      down = annotation;
    } else {
      refuse(
          annotation,
          "this is not how a down section begins",
          "write " + DOWN_LINE + ", alone on its line");
    }
  }

  private void takeHeader(Annotation annotation) {
    String value = annotation.value();
    switch (annotation.name()) {
      case "no-transaction":
        noTransaction = true;
        if (!value.isEmpty()) {
          refuse(
              annotation,
              "codex:no-transaction takes no value, and has \"" + value + "\"",
              "remove it");
        }
        break;
      case "min-build":
        Optional<Version> build = Version.parse(value);
        build.ifPresentOrElse(
            version -> floor = version,
            () -> refuse(
                annotation, "\"" + value + "\" is no build", "write -- codex:min-build 2.3"));
        break;
      case "lock-timeout":
        LockTimeout.read(value)
            .ifPresentOrElse(
                time -> lockTimeout = time,
                () -> refuse(
                    annotation,
                    "\"" + value + "\" is no time to wait for a lock",
                    "write -- codex:lock-timeout 5s, or 500ms, 2m, or 0 for no limit"));
        break;
      default:
        if (PHASES.contains(value)) {
          phase = Phase.valueOf(value.toUpperCase(Locale.ROOT));
        } else {
          String meant = Similar.to(value, List.copyOf(PHASES)).orElse("expand or contract");
          refuse(annotation, "\"" + value + "\" is no phase", "write -- codex:phase " + meant);
        }
        break;
    }
  }

  private void refuse(Annotation annotation, String fact, String advice) {
    problems.add(Problem.at(path, annotation.line(), annotation.column(), fact, advice));
  }
}
