package dev.codex.script;

import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a file without opening it.
 *
 * @param size in bytes
 * @param modified when it was written; null in a jar, which is written as a whole
 * @param crc its CRC-32 in a jar, which lists it; otherwise -1
 */
record FileStamp(long size, @Nullable FileTime modified, long crc) {
  static final FileStamp NONE = new FileStamp(-1, null, -1);

  static FileStamp of(long size, FileTime modified) {
    return new FileStamp(size, modified, -1);
  }

  static FileStamp inJar(long size, long crc) {
    return new FileStamp(size, null, crc);
  }
}
