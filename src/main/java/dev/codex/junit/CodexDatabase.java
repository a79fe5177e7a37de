package dev.codex.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a database of its own with the schema of its scripts, as a parameter of type {@link
 * MigratedDatabase} of a constructor, a test or a lifecycle method. It is dropped after the class.
 *
 * <p>The scripts are applied once, to a template; every class gets a copy of it. The template stays on the server, and is
 * made anew when a script has changed. The server is the one that the system property {@code codex.test.url} or the
 * variable {@code CODEX_TEST_PG} names, by the URL of a role that may create databases; without them it is the embedded
 * one, which needs {@code codex-embedded.jar} on the class path of the tests.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(CodexDatabaseExtension.class)
public @interface CodexDatabase {
  /** Where the scripts are: directories, or {@code classpath:} and a path. */
  String[] locations() default {"classpath:db/migration"};
}
