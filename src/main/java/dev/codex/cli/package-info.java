/**
 * The program: commands, exit codes, output. The only place that waits for a future on its own thread, reads flags and
 * writes to the terminal.
 */
@CheckReturnValue
@NullMarked
package dev.codex.cli;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
