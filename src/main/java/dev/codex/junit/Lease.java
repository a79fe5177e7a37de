package dev.codex.junit;

import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** One test class's claim to its database, which is dropped when JUnit closes it. */
@SuppressWarnings("deprecation") // before JUnit 5.13 a store closes nothing else
record Lease(DatabaseCopies copies, MigratedDatabase database)
    implements CloseableResource, AutoCloseable {

  @Override
  public void close() {
    copies.drop(database);
  }
}
