import org.flywaydb.core.Flyway;

/** Flyway without its command line: url, user, password, directory. */
public final class FlywayCore {
  public static void main(String[] args) {
    Flyway.configure().dataSource(args[0], args[1], args[2]).locations("filesystem:" + args[3]).load().migrate();
  }
}
