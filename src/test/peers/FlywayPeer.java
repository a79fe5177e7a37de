import java.util.Map;
import org.flywaydb.core.Flyway;

/** Flyway itself, run from its source: {@code java -cp target/flyway/* FlywayPeer.java URL USER PASSWORD SCRIPTS}. */
final class FlywayPeer {
  public static void main(String[] args) {
    Flyway.configure()
        .dataSource(args[0], args[1], args[2])
        // with its default it waits for ever for its own lock where a script says CREATE INDEX CONCURRENTLY
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .locations("filesystem:" + args[3])
        .load()
        .migrate();
  }
}
