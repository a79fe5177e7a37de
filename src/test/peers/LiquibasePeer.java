import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.CompositeResourceAccessor;
import liquibase.resource.DirectoryResourceAccessor;

/** Liquibase itself, run from its source: {@code java -cp target/liquibase/* LiquibasePeer.java URL USER PASSWORD SCRIPTS}. */
final class LiquibasePeer {
  public static void main(String[] args) throws Exception {
    Path scripts = Path.of(args[3]).toAbsolutePath();
    Path master = Files.createTempDirectory("master");
    Files.writeString(
        master.resolve("master.yaml"),
        "databaseChangeLog:\n  - includeAll:\n      path: " + scripts.getFileName() + "/\n");
    try (Connection connection = DriverManager.getConnection(args[0], args[1], args[2]);
        Liquibase liquibase = new Liquibase(
            "master.yaml",
            new CompositeResourceAccessor(
                new DirectoryResourceAccessor(master),
                new DirectoryResourceAccessor(scripts.getParent())),
            DatabaseFactory.getInstance()
                .findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
      liquibase.update(new Contexts("prod"));
    }
  }
}
