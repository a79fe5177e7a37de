/**
 * Runs and waits: {@link dev.codex.runtime.Migrator} brings a database to the schema of this build,
 * {@link dev.codex.runtime.SchemaWaiter} waits until it is there, and the verticles deploy the two.
 *
 * <p>A run: look at the server and the history with one query; if nothing is pending, that is all. Otherwise inspect the
 * pending scripts to their end, take the lock, read the history again, plan again, and apply each pending migration
 * together with its row in the history. A connection that is lost leaves nothing half done: connect again, take the
 * lock, and go on from what the history says.
 */
@CheckReturnValue
@NullMarked
package dev.codex.runtime;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
