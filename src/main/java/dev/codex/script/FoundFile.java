package dev.codex.script;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file below a location.
 *
 * @param path where it is below the location, with {@code /} between the parts
 * @param part which of its scripts, where a file holds several; otherwise empty
 * @param content opens it
 */
record FoundFile(String path, String part, Content content) {
  FoundFile(String path, Content content) {
    this(path, "", content);
  }

  /** Opens a file, as often as it is asked to. */
  interface Content {
    InputStream open() throws IOException;
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The same file under its whole path. */
  FoundFile below(String location) {
    return new FoundFile(location + "/" + path, part, content);
  }
}
