/**
 * What Codex is told: one record per concern, with defaults and validation. Embedders read it from JSON with {@link
 * dev.codex.config.CodexConfig#from}, the program from flags, environment and YAML with {@link
 * dev.codex.config.ConfigLoader}. Every key stands once, in {@code ConfigKeys}.
 */
@CheckReturnValue
@NullMarked
package dev.codex.config;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
