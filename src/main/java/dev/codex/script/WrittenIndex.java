package dev.codex.script;

/**
 * An index that was written.
 *
 * @param path where it is
 * @param migrations how many it vouches for
 * @param files of how many files it knows
 */
public record WrittenIndex(String path, int migrations, int files) {}
