/**
 * The values and rules of Codex: what a migration is, what was applied, and the difference between the two. Pure Java:
 * nothing in here waits, reads a file or talks to a server.
 */
@CheckReturnValue
@NullMarked
package dev.codex.migration;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
