/**
 * Script files: found below their locations, named, read once, and split into statements exactly where psql and the
 * server split them. {@link dev.codex.script.ScriptFiles} is the way in.
 */
@CheckReturnValue
@NullMarked
package dev.codex.script;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
