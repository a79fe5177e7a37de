package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pod pays at every start for each class that is read: those that only other commands need are none of them. */
@ExtendWith(PostgresExtension.class)
final class LeanStartIT {
  private static final List<String> OF_OTHERS = List.of(
      "dev.codex.http.",
      "dev.codex.embedded.",
      "io.vertx.ext.",
      "io.vertx.config.",
      "io.vertx.micrometer.",
      "io.micrometer.",
      "io.opentelemetry.",
      "io.netty.handler.codec.http",
      "io.netty.handler.ssl.SslContext",
      "com.fasterxml.jackson.",
      "org.snakeyaml.",
      "picocli.AutoComplete",
      "java.net.http.",
      // of records that are compared: what it makes is linked anew at every start
      "java.lang.runtime.ObjectMethods");

  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"migrate", "wait-for-migrations"})
  void what_only_serve_lint_or_the_embedded_server_need_is_not_loaded(
      String command, TestDatabase database) {
    new ScriptDirectory(directory).with("V1__book.sql", "create table book (id int);");
    run("migrate", database);

    String loaded = run(command, database).out();

    assertThat(loaded).contains(" dev.codex.cli.Main ");
    assertThat(loaded.lines())
        .noneMatch(line -> OF_OTHERS.stream().anyMatch(name -> line.contains(" " + name)));
  }

  private CodexProcess.Ended run(String command, TestDatabase database) {
    return CodexProcess.with(database.env())
        .java("-Xlog:class+load:stdout")
        .run(command, "--location", directory.toString())
        .end()
        .withCode(0);
  }
}
