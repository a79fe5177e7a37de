package dev.codex.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Refinery's checksums: of title, number and text, where the number has 32 bits or, if it was built so, 64. */
final class RefineryChecksum {
  private static final byte END_OF_TEXT = (byte) 0xff;

  private RefineryChecksum() {}

  /** Those that it may have recorded, whatever the line ends were. */
  static Set<String> of(FileScript script) throws IOException {
    String name = script.file().name();
    long number = new BigInteger(name.substring(1, name.indexOf("__"))).longValue();
    String title = RefineryFormat.title(name).orElse("");
    String text;
    try (InputStream input = script.openFile()) {
      text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    }
    String lines = text.replace("\r\n", "\n");
    Set<String> all = new LinkedHashSet<>();
    for (String one : List.of(text, lines, lines.replace("\n", "\r\n"))) {
      all.add(checksum(title, little(number, Integer.BYTES), one));
      all.add(checksum(title, little(number, Long.BYTES), one));
    }
    return all;
  }

  /** The lowest byte first. */
  private static byte[] little(long number, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (number >>> (Byte.SIZE * i));
    }
    return bytes;
  }

  private static String checksum(String title, byte[] number, String text) {
    ByteArrayOutputStream hashed = new ByteArrayOutputStream();
    hashed.writeBytes(title.getBytes(StandardCharsets.UTF_8));
    hashed.write(END_OF_TEXT);
    hashed.writeBytes(number);
    hashed.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    hashed.write(END_OF_TEXT);
    return Long.toUnsignedString(SipHash.of(hashed.toByteArray()));
  }
}
