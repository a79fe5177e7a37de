package dev.codex.cli;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
@Command(name = "serve", description = "")
final class ServeCommand implements Callable<Integer> {
  @Mixin private Options options = new Options();
  ServeCommand(Console console) {}
  @Override public Integer call() { return ExitCode.DONE; }
}
