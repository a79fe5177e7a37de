package dev.codex.migration;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The fingerprint of a script's text, which tells whether it was changed after it was applied. Algorithm 1 is SHA-256
 * over the UTF-8 text without a byte-order mark and with every line end (CR LF or CR) as LF, so that an editor or a
 * checkout on another system does not count as a change. The number is stored beside each value: a later algorithm
 * never makes an old history invalid.
 *
 * @param algorithm the number of the algorithm, 1 today
 * @param value lower-case hexadecimal digits
 */
public record Checksum(int algorithm, String value) {
  public static final int CURRENT_ALGORITHM = 1;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** The checksum of a whole text. */
  public static Checksum of(String text) {
    return new Hasher().update(text).finish();
  }

  @Override
  public String toString() {
    return value;
  }

  /** Makes a checksum of a text that comes in parts; a part may end anywhere between two characters. */
  public static final class Hasher {
    private final MessageDigest digest = sha256();
    private boolean atStart = true;
    private boolean afterCarriageReturn;

    /** Adds the next part of the text. */
    @CanIgnoreReturnValue
    public Hasher update(CharSequence part) {
      String text = part.toString();
      boolean asItIs = !text.isEmpty() && text.indexOf('\r') < 0 && !afterCarriageReturn;
      if (asItIs && !(atStart && text.charAt(0) == BYTE_ORDER_MARK)) {
        atStart = false;
        return add(text);
      }
      return add(normalised(text));
    }

    private Hasher add(String text) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      return this;
    }

    private String normalised(String part) {
      StringBuilder normalised = new StringBuilder(part.length());
      for (int i = 0; i < part.length(); i++) {
        char next = part.charAt(i);
        if (atStart && next == BYTE_ORDER_MARK) {
          atStart = false;
          continue;
        }
        atStart = false;
        if (next == '\r') {
          normalised.append('\n');
        } else if (next != '\n' || !afterCarriageReturn) {
          normalised.append(next);
        }
        afterCarriageReturn = next == '\r';
      }
      return normalised.toString();
    }

    /** The checksum of everything added; the hasher is spent afterwards. */
    public Checksum finish() {
      return new Checksum(CURRENT_ALGORITHM, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }
}
