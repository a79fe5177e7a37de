/**
 * {@code serve}: the health checks are there from the first moment, everything else when the schema is ready. {@link
 * dev.codex.http.ServiceVerticle} puts the verticles into this order; the others are deployed by it.
 */
@CheckReturnValue
@NullMarked
package dev.codex.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
