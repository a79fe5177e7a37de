/**
 * For the tests of an application: {@link dev.codex.junit.CodexDatabase} gives a test class a database with the
 * application's schema in it, in the time of a copy. In a jar of its own, for the test class path. Blocks, as JUnit does.
 */
@CheckReturnValue
@NullMarked
package dev.codex.junit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
