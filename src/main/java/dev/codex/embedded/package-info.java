/**
 * The demo's database: a real PostgreSQL from the binaries of the zonky project, unpacked, initialized and started by
 * its own programs. {@link dev.codex.embedded.ZonkyDatabase} tells the story. Blocks: the command line calls it before
 * anything else runs.
 */
@CheckReturnValue
@NullMarked
package dev.codex.embedded;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
