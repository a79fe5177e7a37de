package dev.codex.runtime;

import dev.codex.config.DatabaseConfig;
import dev.codex.postgres.ScriptRunner;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Says, before the first script runs, what about the role that runs it is worth knowing. */
final class RoleNotes {
  private static final Logger LOG = System.getLogger(RoleNotes.class.getName());

  private RoleNotes() {}

  static void log(ScriptRunner runner, DatabaseConfig database) {
    runner
        .overriddenSettings()
        .forEach(setting ->
            LOG.log(Level.INFO, "{0} of the role does not hold for migrations", setting));
    if (runner.isSuperuser() && !database.embedded()) {
      LOG.log(
          Level.WARNING,
          "user {0} is a superuser, and what a script does as one is done without limits; docs/roles.md has roles that"
              + " are enough",
          database.forMigrator().username());
    }
  }
}
