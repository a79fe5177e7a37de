package dev.codex.migration;

import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a migration run of another process.
 *
 * @param application what its session calls itself, or null if this role may not see it
 * @param activity what its session is at
 */
public record RunningElsewhere(@Nullable String application, Activity activity) {}
