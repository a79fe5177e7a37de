package dev.codex.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets one process at a time look at a directory and start or stop its server. */
final class Turn {
  /** What is done in turn. */
  interface Work<T> {
    T run() throws IOException;
  }

  private Turn() {}

  /** In one process, one thread at a time: the lock of a file is the whole process's. */
  static synchronized <T> T take(Path file, Work<T> work) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock lock = channel.lock();
      try {
        return work.run();
      } finally {
        lock.release();
      }
    }
  }
}
