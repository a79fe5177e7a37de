/**
 * Everything that sends SQL: the one connection of a run, the lock, the history and the scripts on it. SQL text lives
 * here and nowhere else, and every statement of ours names its schema and pins {@code search_path}.
 */
@CheckReturnValue
@NullMarked
package dev.codex.postgres;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
