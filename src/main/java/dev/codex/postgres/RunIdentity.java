package dev.codex.postgres;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a run writes beside each migration that it applies.
 *
 * @param runId one for each run
 * @param release the release of the application, if it was told
 * @param build the build of the image, if it was told
 */
public record RunIdentity(
    UUID runId, @Nullable String release, @Nullable String build) {}
