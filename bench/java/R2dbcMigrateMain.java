import io.r2dbc.spi.ConnectionFactories;
import name.nkonev.r2dbc.migrate.core.R2dbcMigrate;
import name.nkonev.r2dbc.migrate.core.R2dbcMigrateProperties;
import name.nkonev.r2dbc.migrate.reader.ReflectionsClasspathResourceReader;

/** r2dbc-migrate without Spring: url; the scripts are in the package migrations of the class path. */
public final class R2dbcMigrateMain {
  public static void main(String[] args) {
    R2dbcMigrateProperties properties = new R2dbcMigrateProperties();
    properties.setResourcesPath("migrations");
    R2dbcMigrate.migrate(
            ConnectionFactories.get(args[0]), properties, new ReflectionsClasspathResourceReader(), null, null)
        .block();
  }
}
