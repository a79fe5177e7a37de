package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Checksum;
import dev.codex.migration.Problem;
import dev.codex.migration.TransactionRules;
import dev.codex.migration.Version;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The scripts of one tool: how they are named, how a file is cut, and how they stand to transactions. */
interface Format {
  /** What it is called in {@code migrations.format}. */
  ScriptFormat id();

  TransactionRules rules();

  /** The same where these contexts hold, by which a tool may leave scripts out. */
  default Format within(List<String> contexts) {
    return this;
  }

  /** Whether its tool puts values in for placeholders. */
  default boolean hasPlaceholders() {
    return false;
  }

  /** Whether other tools name their scripts like its own, so that their down parts are looked for, and refused. */
  default boolean isNamedLikeOthers() {
    return false;
  }

  /** What the name of a {@code .sql} file says; empty if it is no script of this format, or is wrong, with a problem. */
  Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems);

  /** How the script of a version is named, for an advice. */
  String example(Version version);

  /** The script that no other format would have, if there is one. */
  default Optional<Sample> evidence(List<Sample> samples) {
    return Optional.empty();
  }

  /** Whether a file that is no script is there only in this format. */
  default boolean isMarkedBy(FoundFile file) {
    return false;
  }

  /** Whether its tool keeps its scripts in a directory of this name. */
  default boolean livesIn(String location) {
    return false;
  }

  /** Whether its tool, in its own directory, takes some of the files, which makes them scripts of it. */
  default boolean takesAtHome(List<Sample> samples) {
    return false;
  }

  /** Whether all scripts could be in this format, although nothing proves it. */
  default boolean couldBe(List<Sample> samples) {
    return false;
  }

  /** All scripts of a directory, given all of its files; one file may hold several. */
  default List<NamedScript> scripts(List<FoundFile> files, Consumer<Problem> problems) {
    return files.stream()
        .filter(file -> FlywayNames.isScript(file.name()))
        .flatMap(
            file -> parse(file, problems).map(name -> new NamedScript(file, name, false)).stream())
        .collect(Collectors.toList());
  }

  /** Whether its tool leaves out what undoes a version that has no script; otherwise it is refused. */
  default boolean leavesOutLoneUndos() {
    return false;
  }

  /** What is wrong with a file that is no {@code .sql}, but would change what the tool does. */
  default Optional<Problem> refusal(FoundFile file) {
    return Optional.empty();
  }

  /** Cuts the text of a script into what applies it and what takes it back. */
  default Cut cut(String path, String text) {
    return Cut.whole(text);
  }

  /**
   * What is applied, with a semicolon wherever the tool would end a statement without one; every character has the place
   * that it has in the file.
   */
  default String sent(String up) {
    return up;
  }

  /** The checksum of what is applied. */
  default Checksum checksum(String up) {
    return Checksum.of(up);
  }

  /** Whether scripts are applied in the order in which they were found, and their versions tell nothing of it. */
  default boolean isInOrderOfPlace() {
    return false;
  }

  /** What the down part of a file begins with, in lower case; empty if a file has none. */
  default String downMark() {
    return "";
  }
}
