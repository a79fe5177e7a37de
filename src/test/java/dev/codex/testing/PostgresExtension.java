package dev.codex.testing;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test a database of its own on a real PostgreSQL, as a parameter of type {@link TestDatabase}. After the
 * test nothing may be left in it: a connection or an advisory lock that was leaked fails the test.
 */
public final class PostgresExtension implements BeforeEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

  /** Before the parameters of the test, and so closed after them: its Vert.x is gone when leaks are looked for. */
  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(NAMESPACE).put(Lease.class, new Lease(server(context)));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestDatabase.class
        && context.getTestMethod().isPresent();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getStore(NAMESPACE).get(Lease.class, Lease.class).database();
  }

  /** One for the whole run, stopped at its end. */
  private static TestServer server(ExtensionContext context) {
    Store store = context.getRoot().getStore(NAMESPACE);
    return store.getOrComputeIfAbsent(
        TestServer.class, started -> TestServer.start(), TestServer.class);
  }

  /** One test's claim to a database, which is made when it is asked for. */
  private static final class Lease implements AutoCloseable {
    private final TestServer server;
    private TestDatabase database;

    private Lease(TestServer server) {
      this.server = server;
    }

    private synchronized TestDatabase database() {
      if (database == null) {
        database = TestDatabase.create(server);
      }
      return database;
    }

    @Override
    public synchronized void close() {
      if (database != null) {
        database.checkAndDrop();
      }
    }
  }
}
