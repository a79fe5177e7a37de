package dev.codex.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Knows whether anybody else uses the server of a directory. Each process holds a shared lock on one file; the operating
 * system lets go of it however the process ends.
 */
final class Users {
  /** A process must open the file once: to close it would give up the lock, whoever took it. */
  private static final Map<Path, Users> OURS = new HashMap<>();

  private final FileChannel channel;
  private final FileLock lock;
  private int count;

  private Users(FileChannel channel) throws IOException {
    this.channel = channel;
    this.lock = channel.lock(0, Long.MAX_VALUE, true);
  }

  static synchronized void join(Path file) throws IOException {
    Users users = OURS.get(file);
    if (users == null) {
      users = new Users(FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
      OURS.put(file, users);
    }
    users.count++;
  }

  /** Returns whether that was the last user. */
  static synchronized boolean leave(Path file) throws IOException {
    Users users = OURS.get(file);
    if (users == null || --users.count > 0) {
      return false;
    }
    OURS.remove(file);
    try (FileChannel channel = users.channel) {
      users.lock.release();
      return channel.tryLock() != null;
    }
  }
}
