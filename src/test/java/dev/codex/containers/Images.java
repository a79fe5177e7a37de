package dev.codex.containers;

import dev.codex.embedded.Binaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The images of the tests, each made once a run from what is on this machine. */
final class Images {
  /** A shell and little else. */
  static final String SHELL = "codex-test/shell:1";

  private static final String JDK = "codex-test/jdk:25";
  private static final String CODEX = "codex-test/codex:1";
  private static final String POSTGRES = "codex-test/postgres:1";
  private static final Path BASE = Path.of("src/test/containers/base").toAbsolutePath();

  private static boolean codexBuilt;
  private static boolean postgresBuilt;

  private Images() {}

  /** Makes the first image and runs it: what an engine on this machine may be unable to do. */
  static Optional<String> whyNot(Engine engine) {
    HostCommand.Ended made = imported(engine, SHELL, List.of(), List.of());
    if (made.code() == 0) {
      made = engine.docker("run", "--rm", SHELL, "sh", "-c", "exit 0");
    }
    return made.code() == 0
        ? Optional.empty()
        : Optional.of("the engine runs no container here: " + made.output().strip());
  }

  /** Ours, by its Dockerfile, on a base made here. */
  static synchronized String codex(Engine engine) {
    if (!codexBuilt) {
      Path jdk = Jdk25.assumed();
      imported(engine, JDK, List.of("/opt/jdk=" + jdk), List.of("ENV JAVA_HOME=/opt/jdk"))
          .successfully();
      engine.build(CODEX, Path.of("."), "--build-arg", "BASE=" + JDK);
      codexBuilt = true;
    }
    return CODEX;
  }

  /** A PostgreSQL of the embedded binaries that compose files can take for the public image. */
  static synchronized String postgres(Engine engine) {
    if (!postgresBuilt) {
      Path jars = Path.of("target", "pg").toAbsolutePath();
      String major = System.getProperty("codex.pg.major", "18");
      Path home = Binaries.unpack(jars.resolve(major + ".jar"), jars);
      imported(
              engine,
              POSTGRES,
              List.of(
                  "/usr/local/pgsql=" + home, "/opt/postgres=" + BASE.resolveSibling("postgres")),
              List.of(
                  "ENTRYPOINT [\"/opt/postgres/entrypoint\"]", "VOLUME /var/lib/postgresql/data"))
          .successfully();
      postgresBuilt = true;
    }
    return POSTGRES;
  }

  private static HostCommand.Ended imported(
      Engine engine, String tag, List<String> trees, List<String> changes) {
    try {
      Path work = Files.createTempDirectory("codex-image");
      List<String> words = new ArrayList<>();
      Stream.concat(Stream.of("ENV PATH=/usr/local/bin:/usr/bin:/bin"), changes.stream())
          .forEach(change -> words.addAll(List.of("--change", change)));
      words.add("-");
      words.add(tag);
      List<String> line = new ArrayList<>(List.of(
          "bash", "-c", """
          set -e -o pipefail; work=$1; base=$2; trees=$3; shift 3
          trap 'rm -rf "$work"' EXIT
          "$base" "$work/root" $trees
          tar -C "$work/root" --owner=0 --group=0 -c . | docker import "$@"
          """, "bash", work.toString(), BASE.toString(), String.join(" ", trees)));
      line.addAll(words);
      return engine.run(line);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
