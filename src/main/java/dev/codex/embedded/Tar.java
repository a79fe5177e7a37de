package dev.codex.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Unpacks the archive of the PostgreSQL binaries: files, directories and symbolic links with names of any length. */
final class Tar {
  private static final int BLOCK = 512;

  private final InputStream in;
  private final Path target;
  private final byte[] header = new byte[BLOCK];
  private String longName = "";

  private Tar(InputStream in, Path target) {
    this.in = in;
    this.target = target;
  }

  static void unpack(InputStream in, Path target) throws IOException {
    Tar tar = new Tar(in, target);
    while (tar.readHeader()) {
      tar.unpackEntry();
    }
  }

  /** Two blocks of zeros end the archive, the first is enough for us. */
  private boolean readHeader() throws IOException {
    return in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0;
  }

  private void unpackEntry() throws IOException {
    long size = Long.parseLong(text(124, 12).strip(), 8);
    char type = (char) header[156];
    if (type == 'L') {
      longName = new String(in.readNBytes((int) size), UTF_8).replace("\0", "");
    } else {
      Path path = path(longName.isEmpty() ? text(0, 100) : longName);
      longName = "";
      switch (type) {
        case '5' -> Files.createDirectories(path);
        case '2' -> Files.createSymbolicLink(path, Path.of(text(157, 100)));
        case '0', '\0' -> unpackFile(path, size);
        default -> in.skipNBytes(size);
      }
    }
    in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
  }

  private void unpackFile(Path path, long size) throws IOException {
    Files.createDirectories(path.getParent());
    try (OutputStream out = Files.newOutputStream(path)) {
      byte[] buffer = new byte[1 << 16];
      for (long left = size; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException("the archive ends within " + path.getFileName());
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
    boolean executable = (Integer.parseInt(text(100, 8).strip(), 8) & 0100) != 0;
    if (executable && !path.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make " + path + " executable");
    }
  }

  private Path path(String name) throws IOException {
    Path path = target.resolve(name).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("the archive holds a name that leaves it: " + name);
    }
    return path;
  }

  private String text(int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, UTF_8);
  }
}
