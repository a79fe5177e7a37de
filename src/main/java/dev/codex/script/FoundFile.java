package dev.codex.script;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file below a location.
 *
 * @param path where it is below the location, with {@code /} between the parts
 * @param size its bytes, as far as they are known before it is read
 * @param content opens it
 */
record FoundFile(String path, long size, Content content) {
  /** Opens a file, as often as it is asked to. */
  interface Content {
    InputStream open() throws IOException;
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
