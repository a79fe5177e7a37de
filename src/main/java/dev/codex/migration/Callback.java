package dev.codex.migration;

import java.util.Arrays;
import java.util.Optional;

/**
 * A script that is run at a moment of every run that has something to apply. It is never recorded.
 *
 * @param event the moment
 * @param migration what is run, without a version
 */
public record Callback(Event event, Migration migration) {
  /** The moments, named as Flyway names them. */
  public enum Event {
    /** Before the first migration. */
    BEFORE_MIGRATE("beforeMigrate"),
    /** In the transaction of each migration, before it. */
    BEFORE_EACH_MIGRATE("beforeEachMigrate"),
    /** In the transaction of each migration, after it. */
    AFTER_EACH_MIGRATE("afterEachMigrate"),
    /** After a migration has failed and was rolled back. */
    AFTER_EACH_MIGRATE_ERROR("afterEachMigrateError"),
    /** After the last versioned migration, if there was one. */
    AFTER_VERSIONED("afterVersioned"),
    /** Before the first repeatable migration, if there is one. */
    BEFORE_REPEATABLES("beforeRepeatables"),
    /** After the last migration. */
    AFTER_MIGRATE_APPLIED("afterMigrateApplied"),
    /** After the last migration. */
    AFTER_MIGRATE("afterMigrate"),
    /** After a run has failed. */
    AFTER_MIGRATE_ERROR("afterMigrateError");

    private final String fileName;

    Event(String fileName) {
      this.fileName = fileName;
    }

    /** The event of a file's name, without what follows two underscores. */
    public static Optional<Event> named(String name) {
      return Arrays.stream(values())
          .filter(event -> event.fileName.equals(name))
          .findFirst();
    }

    /** Whether it runs in the transaction of each migration. */
    public boolean isInside() {
      return this == BEFORE_EACH_MIGRATE || this == AFTER_EACH_MIGRATE;
    }

    @Override
    public String toString() {
      return fileName;
    }
  }

  /**
   * A callback.
   *
   * @param description what its name says behind the event, or empty
   */
  public static Callback of(Event event, String description, Script script) {
    String name = "callback " + event + (description.isEmpty() ? "" : " (" + description + ")");
    return new Callback(event, new Migration(null, name, script, null));
  }
}
