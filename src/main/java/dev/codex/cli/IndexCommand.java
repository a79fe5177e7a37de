package dev.codex.cli;

import dev.codex.script.ScriptFiles;
import dev.codex.script.WrittenIndex;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code codex index}: what lets a run with nothing to do leave thousands of scripts unread; needs no database. */
@Command(
    name = "index",
    description =
        "Writes an index beside the scripts of an image, by which a run with nothing to do need not read them.")
final class IndexCommand implements Callable<Integer>, WithOptions {
  private final Console console;

  private final Options options = new Options();

  IndexCommand(Console console) {
    this.console = console;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public Integer call() throws Exception {
    try (Program program = Program.start(console, options)) {
      WrittenIndex written =
          program.await(ScriptFiles.create(program.vertx()).index(program.config()));
      if (options.isJson()) {
        console.print(new JsonObject()
            .put("index", written.path())
            .put("migrations", written.migrations())
            .put("files", written.files()));
      } else {
        console.print(written.path() + " vouches for " + ProgressInLog.count(written.migrations()));
      }
    }
    return ExitCode.DONE;
  }
}
