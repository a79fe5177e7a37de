/**
 * Figures and traces of migration runs, pushed by OTLP: a Job is gone before anybody could scrape it. OpenTelemetry is an
 * optional dependency; {@link dev.codex.telemetry.Telemetry} loads nothing of it unless an endpoint is configured.
 */
@CheckReturnValue
@NullMarked
package dev.codex.telemetry;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
