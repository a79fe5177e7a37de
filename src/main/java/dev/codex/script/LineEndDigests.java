package dev.codex.script;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The digests that a file may have had on another system: as it is, with LF, and with CR LF at the end of its lines. */
final class LineEndDigests {
  private static final int CHUNK = 1 << 16;

  private final MessageDigest asItIs;
  private final MessageDigest withLf;
  private final MessageDigest withCrLf;
  private boolean afterCr;

  private LineEndDigests(String algorithm) {
    asItIs = digest(algorithm);
    withLf = digest(algorithm);
    withCrLf = digest(algorithm);
  }

  /** The different ones of a file, in lower-case hexadecimal digits. */
  static Set<String> of(InputStream file, String algorithm) throws IOException {
    LineEndDigests digests = new LineEndDigests(algorithm);
    byte[] chunk = new byte[CHUNK];
    for (int length = file.read(chunk); length >= 0; length = file.read(chunk)) {
      digests.update(chunk, length);
    }
    return digests.finish();
  }

  private void update(byte[] chunk, int length) {
    asItIs.update(chunk, 0, length);
    for (int i = 0; i < length; i++) {
      if (afterCr && chunk[i] != '\n') {
        add((byte) '\r');
      }
      afterCr = chunk[i] == '\r';
      if (!afterCr) {
        add(chunk[i]);
      }
    }
  }

  private void add(byte next) {
    withLf.update(next);
    if (next == '\n') {
      withCrLf.update((byte) '\r');
    }
    withCrLf.update(next);
  }

  private Set<String> finish() {
    if (afterCr) {
      add((byte) '\r');
    }
    Set<String> different = new LinkedHashSet<>();
    for (MessageDigest digest : List.of(asItIs, withLf, withCrLf)) {
      different.add(HexFormat.of().formatHex(digest.digest()));
    }
    return different;
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
