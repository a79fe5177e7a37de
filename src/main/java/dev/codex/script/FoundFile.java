package dev.codex.script;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file below a location.
 *
 * @param path where it is below the location, with {@code /} between the parts
 * @param part which of its scripts, where a file holds several; otherwise empty
 * @param stamp what is known of it without opening it
 * @param content opens it
 */
record FoundFile(String path, String part, FileStamp stamp, Content content) {
  FoundFile(String path, FileStamp stamp, Content content) {
    this(path, "", stamp, content);
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
    return new FoundFile(location + "/" + path, part, stamp, content);
  }
}
