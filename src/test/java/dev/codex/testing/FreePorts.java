package dev.codex.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ports that a test may open later, or close and open again: no other test gives them away meanwhile, in this process or
 * in another one, and no system gives them to a connection.
 */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int SLOTS = 60;
  private static final int IN_A_SLOT = 200;
  /** Strong, or the lock is lost with the channel. */
  private static final AtomicReference<FileChannel> LOCKED = new AtomicReference<>();

  private static final int SLOT = slotOfThisProcess();
  private static final int START = FIRST + IN_A_SLOT * SLOT;

  private static int next;

  private FreePorts() {}

  /** A small number that no other process of this user has while this one runs. */
  public static int slot() {
    return SLOT;
  }

  /** Another one each time, until all of them had their turn. */
  public static synchronized int next() {
    for (int tried = 0; tried < IN_A_SLOT; tried++) {
      int port = START + next++ % IN_A_SLOT;
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("all ports from " + START + " on are in use");
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), port));
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }

  /** Its lock is held until the process ends, however it ends. */
  private static int slotOfThisProcess() {
    // of each user's own: nobody else may open what root has made
    Path directory = Path.of(
        System.getProperty("java.io.tmpdir"),
        "codex-test-ports-" + System.getProperty("user.name"));
    try {
      Files.createDirectories(directory);
      for (int slot = 0; slot < SLOTS; slot++) {
        if (isOurs(directory.resolve(slot + ".lock"))) {
          return slot;
        }
      }
      throw new IllegalStateException("all slots in " + directory + " are taken");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static boolean isOurs(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (isLocked(channel)) {
      LOCKED.set(channel);
      return true;
    }
    channel.close();
    return false;
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException copyOfThisClass) {
      return false;
    }
  }
}
