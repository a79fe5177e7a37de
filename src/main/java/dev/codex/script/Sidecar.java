package dev.codex.script;

import dev.codex.migration.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The settings of a script in a file beside it, as Flyway has them: {@code V2__add_index.sql.conf}. */
final class Sidecar {
  static final String SUFFIX = ".conf";

  private static final String TRANSACTION = "executeInTransaction";
  private static final String ENCODING = "encoding";
  private static final String PLACEHOLDERS = "placeholderReplacement";
  private static final List<String> KEYS = List.of(TRANSACTION, ENCODING, PLACEHOLDERS);

  private final FoundFile file;
  private final Consumer<Problem> problems;
  private boolean noTransaction;
  private boolean verbatim;
  private Charset encoding = StandardCharsets.UTF_8;

  private Sidecar(FoundFile file, Consumer<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Whether a file holds settings for the script beside it. */
  static boolean isOne(FoundFile file) {
    return file.name().toLowerCase(Locale.ROOT).endsWith(FlywayNames.SUFFIX + SUFFIX);
  }

  static Problem withoutScript(FoundFile file) {
    String script = file.path().substring(0, file.path().length() - SUFFIX.length());
    return Problem.ofFile(
        Problem.Code.INVALID_SCRIPT,
        file.path(),
        file.path() + " holds the settings of " + script + ", and there is no such script",
        "add the script, or remove the file");
  }

  /** The script with the settings of a file. */
  static NamedScript applied(NamedScript script, FoundFile conf, Consumer<Problem> problems) {
    Sidecar sidecar = new Sidecar(conf, problems);
    sidecar.read();
    FoundFile file = script.file();
    FoundFile decoded = sidecar.encoding.equals(StandardCharsets.UTF_8)
        ? file
        : new FoundFile(
            file.path(),
            file.stamp(),
            () -> new Transcoding(file.content().open(), sidecar.encoding));
    return new NamedScript(decoded, script.name(), sidecar.noTransaction, sidecar.verbatim);
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file.content().open(), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String text = line.strip();
        if (!text.isEmpty() && !text.startsWith("#") && !text.startsWith("!")) {
          take(number, text);
        }
      }
    } catch (IOException e) {
      problems.accept(Problem.ofFile(
          Problem.Code.UNREADABLE_FILE,
          file.path(),
          file.path() + " cannot be read: " + Reason.of(e),
          "look at its owner and mode"));
    }
  }

  private void take(int line, String text) {
    String[] parts = text.split("\\s*[=:]\\s*", 2);
    String value = parts.length > 1 ? parts[1] : "";
    switch (parts[0]) {
      case TRANSACTION -> noTransaction = !isTrue(line, parts[0], value);
      case PLACEHOLDERS -> verbatim = !isTrue(line, parts[0], value);
      case ENCODING -> takeEncoding(line, value);
      default ->
        refuse(
            line,
            "there is no setting " + parts[0] + " of a script",
            Similar.to(parts[0], KEYS)
                .map(similar -> "did you mean " + similar + "?")
                .orElse("there are " + String.join(", ", KEYS)));
    }
  }

  private boolean isTrue(int line, String key, String value) {
    boolean known = value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
    if (!known) {
      refuse(line, key + " is \"" + value + "\"", "write true or false");
    }
    return !value.equalsIgnoreCase("false");
  }

  private void takeEncoding(int line, String name) {
    try {
      encoding = Charset.forName(name);
    } catch (IllegalArgumentException unknown) {
      refuse(line, "there is no encoding \"" + name + "\"", "write one such as ISO-8859-1");
    }
  }

  private void refuse(int line, String fact, String advice) {
    problems.accept(Problem.at(file.path(), line, 1, fact, advice));
  }
}
