package dev.codex.script;

import dev.codex.migration.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/** Reads a script that is too large for memory, hashes what it reads, and leaves out a byte-order mark. */
final class Utf8Reader extends Reader {
  private static final int BUFFER_SIZE = 1 << 16;

  private final String path;
  private final InputStream input;
  private final CharsetDecoder decoder = Utf8.strictDecoder();
  private final Checksum.Hasher hasher = new Checksum.Hasher();
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_SIZE).flip();
  private final CharBuffer characters = CharBuffer.allocate(BUFFER_SIZE).flip();
  private long offset;
  private int line = 1;
  private boolean atStart = true;
  private boolean ended;

  Utf8Reader(String path, InputStream input) {
    this.path = path;
    this.input = input;
  }

  @Override
  public int read(char[] target, int from, int length) throws IOException {
    while (!characters.hasRemaining()) {
      if (ended && !bytes.hasRemaining()) {
        return -1;
      }
      decode();
    }
    int count = Math.min(length, characters.remaining());
    characters.get(target, from, count);
    return count;
  }

  private void decode() throws IOException {
    bytes.compact();
    int count = input.read(bytes.array(), bytes.position(), bytes.remaining());
    ended = count < 0;
    bytes.position(bytes.position() + Math.max(count, 0)).flip();
    characters.clear();
    int before = bytes.position();
    CoderResult result = decoder.decode(bytes, characters, ended);
    characters.flip();
    offset += bytes.position() - before;
    if (atStart && characters.hasRemaining()) {
      atStart = false;
      if (characters.get(0) == Utf8.BYTE_ORDER_MARK) {
        characters.get();
      }
    }
    hasher.update(characters);
    countLines();
    if (result.isError()) {
      throw Utf8.malformed(path, offset, line, bytes.get(bytes.position()));
    }
  }

  private void countLines() {
    for (int i = characters.position(); i < characters.limit(); i++) {
      if (characters.get(i) == '\n') {
        line++;
      }
    }
  }

  /** The checksum of the whole text, once it has been read to its end. */
  Checksum checksum() {
    return hasher.finish();
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
