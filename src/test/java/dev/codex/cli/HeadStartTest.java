package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Vert.x that is made while the arguments are being read goes to the command, once, or is closed. */
final class HeadStartTest {
  private static final Supplier<Vertx> BY_COMMAND = () -> {
    throw new IllegalStateException("made by the command");
  };

  private final AtomicBoolean closed = new AtomicBoolean();
  private Vertx vertx;

  @BeforeEach
  void open() throws Exception {
    vertx = Vertx.vertx();
    AbstractVerticle witness = new AbstractVerticle() {
      @Override
      public void stop() {
        closed.set(true);
      }
    };
    vertx
        .deployVerticle(witness)
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private HeadStart begun(String... args) {
    HeadStart start = new HeadStart(Map.of("migrate", () -> vertx));
    start.begin(args);
    return start;
  }

  @Test
  void the_command_is_given_what_was_begun_and_makes_a_second_one_itself() throws Exception {
    HeadStart start = begun("migrate", "--quiet");

    assertThat(start.vertx(BY_COMMAND)).isSameAs(vertx);

    assertThatThrownBy(() -> start.vertx(BY_COMMAND)).hasMessage("made by the command");
    start.end();
    assertThat(closed).isFalse();
  }

  @Test
  void nothing_is_begun_for_a_command_that_is_not_known_to_need_it() {
    assertThatThrownBy(() -> begun().vertx(BY_COMMAND)).hasMessage("made by the command");
    assertThatThrownBy(() -> begun("new", "migrate").vertx(BY_COMMAND))
        .hasMessage("made by the command");
  }

  @Test
  void what_nobody_asks_for_is_closed() {
    begun("migrate", "--no-such-flag").end();

    Eventually.isTrue(closed::get, () -> "the end of Vert.x");
  }

  @Test
  void why_there_is_none_is_told_to_who_asks() {
    HeadStart start = new HeadStart(Map.of("migrate", () -> {
      throw new IllegalStateException("no memory for it");
    }));
    start.begin("migrate");

    assertThatThrownBy(() -> start.vertx(BY_COMMAND))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no memory for it");
  }
}
