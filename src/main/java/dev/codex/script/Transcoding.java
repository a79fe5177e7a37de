package dev.codex.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** A file of another encoding, as UTF-8: everything behind it knows but that one. */
final class Transcoding extends InputStream {
  private static final int CHUNK = 1 << 13;

  private final Charset encoding;
  private final Reader reader;
  private final char[] characters = new char[CHUNK];
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  Transcoding(InputStream input, Charset encoding) {
    this.encoding = encoding;
    this.reader = new InputStreamReader(
        input,
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  @Override
  public int read() throws IOException {
    return fill() ? bytes.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(target, from, count);
    return count;
  }

  private boolean fill() throws IOException {
    while (!bytes.hasRemaining()) {
      int count;
      try {
        count = reader.read(characters);
      } catch (CharacterCodingException e) {
        throw new IOException("it is not written in " + encoding, e);
      }
      if (count < 0) {
        return false;
      }
      bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters, 0, count));
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
