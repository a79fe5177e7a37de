package dev.codex.cli;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each tool that npm has begins a directory, and Codex ends it. */
@ExtendWith(PostgresExtension.class)
final class AdoptFromPeersIT {
  private static final Path SCRIPTS = Path.of("src/test/peers/scripts");

  @TempDir
  private Path scratch;

  @BeforeAll
  static void theToolsAreHere() {
    NodePeers.require();
  }

  private void isTakenOver(Peer peer, TestDatabase database) {
    TakeOver.leavesWhatThePeerAloneLeaves(
        peer, database, SCRIPTS.resolve(peer.tool()), scratch, "auto");
  }

  @Test
  void dbmate_is_taken_over(TestDatabase database) {
    isTakenOver(NodePeers.dbmate(), database);
  }

  @Test
  void node_pg_migrate_is_taken_over(TestDatabase database) {
    isTakenOver(NodePeers.nodePgMigrate(), database);
  }

  @Test
  void graphile_migrate_is_taken_over(TestDatabase database) {
    isTakenOver(NodePeers.graphileMigrate(), database);
  }

  @Test
  void prisma_is_taken_over(TestDatabase database) {
    isTakenOver(NodePeers.prisma(), database);
  }
}
