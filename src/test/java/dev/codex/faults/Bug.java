package dev.codex.faults;

import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import java.nio.file.Path;
import java.util.Objects;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** What the changed methods of a {@link Mutant} call. In the program as it is nothing does. */
public final class Bug {
  private static volatile @Nullable Mutant planted;
  private static volatile @Nullable TestDatabase database;
  private static volatile @Nullable Path scripts;
  private static volatile @Nullable TestSession snapshot;

  private Bug() {}

  static void plant(Mutant mutant) {
    planted = mutant;
  }

  /** The database and the scripts that the next run works on. */
  static void at(TestDatabase nextDatabase, Path nextScripts) {
    database = nextDatabase;
    scripts = nextScripts;
  }

  static Path scripts() {
    return Objects.requireNonNull(scripts);
  }

  /** The value that a method gets, or answers, where there is a bug. */
  public static @Nullable Object change(
      String method, @Nullable Object self, @Nullable Object first, @Nullable Object value) {
    Mutant mutant = planted;
    return mutant == null ? value : mutant.change(method, new Place(self, first), value);
  }

  /**
   * Where a bug is.
   *
   * @param self the object whose method it is in, null in a static one
   * @param first the first argument, null if there is none
   */
  record Place(@Nullable Object self, @Nullable Object first) {}

  /** Lets another connection hold a snapshot, as a transaction that holds a lock does. */
  static void holdSnapshot() {
    TestDatabase locked = database;
    if (snapshot == null && locked != null) {
      TestSession session = locked.openAsSuperuser();
      session.execute("begin isolation level repeatable read; select 1");
      snapshot = session;
    }
  }

  /** Put before a method whose first argument is changed. */
  static final class OfArgument {
    private OfArgument() {}

    @Advice.OnMethodEnter
    static void enter(
        @Advice.Origin("#m") String method,
        @Advice.Argument(value = 0, readOnly = false) String text) {
      text = (String) Bug.change(method, null, null, text);
    }
  }

  /** Put after a method whose result is changed. */
  static final class OfResult {
    private OfResult() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.Origin("#m") String method,
        @Advice.This(optional = true) Object self,
        @Advice.Argument(value = 0, optional = true) Object first,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object result) {
      result = Bug.change(method, self, first, result);
    }
  }
}
