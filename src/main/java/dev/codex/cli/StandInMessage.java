package dev.codex.cli;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A message of the protocol that a server sends, as it is put together. */
final class StandInMessage {
  private final char type;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  StandInMessage(char type) {
    this.type = type;
  }

  @CanIgnoreReturnValue
  StandInMessage number(int number) {
    body.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
    return this;
  }

  @CanIgnoreReturnValue
  StandInMessage shortNumber(int number) {
    body.writeBytes(ByteBuffer.allocate(2).putShort((short) number).array());
    return this;
  }

  /** Text with the zero that ends it. */
  @CanIgnoreReturnValue
  StandInMessage text(String text) {
    bytes(text);
    body.write(0);
    return this;
  }

  @CanIgnoreReturnValue
  StandInMessage bytes(String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** A value of a row, after its length. */
  @CanIgnoreReturnValue
  StandInMessage value(@Nullable String value) {
    return value == null ? number(-1) : number(value.length()).bytes(value);
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.write(type);
    out.writeInt(body.size() + 4);
    body.writeTo(out);
  }
}
