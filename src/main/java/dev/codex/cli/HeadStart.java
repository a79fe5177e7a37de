package dev.codex.cli;

import io.vertx.core.Vertx;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the Vert.x of a command that pods run while its arguments are being read: both take about as long, and neither needs
 * the other.
 */
final class HeadStart {
  private static final Logger LOG = System.getLogger("dev.codex.cli");
  /** No reference to the method of {@code serve}, with which its classes would be loaded by every command. */
  private static final Map<String, Supplier<Vertx>> OF_COMMANDS = Map.of(
      "migrate", LeanStart::vertx,
      "wait-for-migrations", LeanStart::vertx,
      "serve", () -> MeasuredStart.vertx());

  private final Map<String, Supplier<Vertx>> ofCommands;
  private @Nullable FutureTask<Vertx> begun;

  HeadStart() {
    this(OF_COMMANDS);
  }

  /** @param ofCommands how the Vert.x of a command is made, by the name of the command */
  HeadStart(Map<String, Supplier<Vertx>> ofCommands) {
    this.ofCommands = ofCommands;
  }

  /** Begins, if the arguments begin with such a command. */
  void begin(String... args) {
    Supplier<Vertx> made = args.length == 0 ? null : ofCommands.get(args[0]);
    if (made != null) {
      FutureTask<Vertx> task = new FutureTask<>(made::get);
      start(task);
      start(FirstLogIn::rehearse);
      begun = task;
    }
  }

  /** What was begun, for whoever asks first; otherwise one that is made now. */
  Vertx vertx(Supplier<Vertx> made) throws Exception {
    FutureTask<Vertx> task = begun;
    begun = null;
    try {
      return task == null ? made.get() : task.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failed;
    }
  }

  /** Gives up what nobody has asked for, as the arguments were of no use. */
  void end() {
    FutureTask<Vertx> task = begun;
    begun = null;
    if (task != null) {
      start(() -> close(task));
    }
  }

  private static void close(FutureTask<Vertx> unwanted) {
    try {
      unwanted.get().close().onComplete(closed -> {});
    } catch (ExecutionException | InterruptedException failed) {
      LOG.log(Level.DEBUG, "Vert.x was not made, and was not needed", failed);
    }
  }

  /** The process ends without waiting for it. */
  private static void start(Runnable work) {
    Thread thread = new Thread(work, "codex-head-start");
    thread.setDaemon(true);
    thread.start();
  }
}
