package dev.codex.script;

import dev.codex.migration.Checksum;
import dev.codex.migration.Preconditions;
import dev.codex.migration.Problem;
import dev.codex.migration.Script;
import dev.codex.migration.ScriptHeader;
import dev.codex.migration.StatementCursor;
import dev.codex.migration.TransactionRules;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A script together with the files that it includes: a change of one of them is a change of the script. */
record IncludingScript(FileScript script, Map<String, FoundFile> files, Checksum checksum)
    implements Script {
  @Override
  public String path() {
    return script.path();
  }

  @Override
  public String name() {
    return script.name();
  }

  @Override
  public ScriptHeader header() {
    return script.header();
  }

  @Override
  public TransactionRules rules() {
    return script.rules();
  }

  @Override
  public String conceal(String message) {
    return script.conceal(message);
  }

  @Override
  public List<Problem> refusals() {
    return script.refusals();
  }

  @Override
  public Preconditions preconditions() {
    return script.preconditions();
  }

  /** Its own text alone is not what is sent. */
  @Override
  public Optional<String> text() {
    return Optional.empty();
  }

  @Override
  public StatementCursor open() throws IOException {
    return new IncludingCursor(script, files);
  }

  @Override
  public String toString() {
    return path();
  }
}
