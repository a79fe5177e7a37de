package dev.codex.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database, asked for by somebody who is not root. */
final class OrdinaryUsersTest {
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  private static final List<String> AS_A_STRANGER =
      List.of("setpriv", "--reuid=54321", "--regid=54321", "--clear-groups");

  @TempDir
  private static Path temporary;

  private static Path installation;

  @BeforeAll
  static void install() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    installation = Files.createDirectory(temporary.resolve("installation"));
    EmbeddedProcess.install(installation);
  }

  @Test
  void an_ordinary_user_keeps_it_below_the_home() throws Exception {
    assumeRoot();
    Path home = Files.createDirectory(temporary.resolve("home"));
    Files.setAttribute(home, "unix:uid", 65534);
    try (EmbeddedProcess other =
        EmbeddedProcess.start(installation, AS_NOBODY, Map.of("HOME", home.toString()))) {
      assertThat(other.says())
          .isEqualTo("started " + home.resolve(".local/share/codex/embedded-18"));
    }
  }

  @Test
  void a_user_whom_nobody_knows_is_told_so() throws Exception {
    assumeRoot();
    try (EmbeddedProcess other = EmbeddedProcess.start(installation, AS_A_STRANGER, Map.of())) {
      assertThat(other.says())
          .isEqualTo(
              "PostgreSQL does not run as a user that /etc/passwd does not know; run codex as another user");
    }
  }

  private static void assumeRoot() {
    assumeTrue(
        Account.find() != Account.OWN && Files.exists(Path.of("/usr/bin/setpriv")),
        "only root can be somebody else");
  }
}
