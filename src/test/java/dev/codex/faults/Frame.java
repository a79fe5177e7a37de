package dev.codex.faults;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A message of the protocol.
 *
 * @param number which one it is of its side, all connections of a run together; 0 if it is not counted
 * @param type the letter before the length; 0 for the first message of a client, which has none
 */
public record Frame(Side side, int number, char type, byte[] bytes) {
  /** What a server answers to it outside a transaction, all of it. */
  static final byte[] ANSWER_TO_SET =
      "C\0\0\0\bSET\0Z\0\0\0\5I".getBytes(StandardCharsets.US_ASCII);

  private static final int CANCEL_REQUEST = 80877102;

  /** Reads the next one, or null where the stream ends between two. */
  static @Nullable Frame read(DataInputStream in, Side side, boolean first) throws IOException {
    int type = 0;
    if (side == Side.SERVER || !first) {
      type = in.read();
      if (type < 0) {
        return null;
      }
    }
    try {
      int length = in.readInt();
      int before = type == 0 ? 0 : 1;
      ByteBuffer bytes = ByteBuffer.allocate(before + length);
      if (type != 0) {
        bytes.put((byte) type);
      }
      bytes.putInt(length);
      in.readFully(bytes.array(), before + Integer.BYTES, length - Integer.BYTES);
      return new Frame(side, 0, (char) type, bytes.array());
    } catch (EOFException early) {
      return null;
    }
  }

  Frame numbered(int own) {
    return new Frame(side, own, type, bytes);
  }

  boolean isCancelRequest() {
    return type == 0 && bytes.length >= 8 && ByteBuffer.wrap(bytes).getInt(4) == CANCEL_REQUEST;
  }

  /** The text of a simple query, empty for every other message. */
  public String query() {
    return type == 'Q' ? new String(bytes, 5, bytes.length - 6, StandardCharsets.UTF_8) : "";
  }

  /** Whether the client has all of an answer with it: it may send again, or has to go on with the log-in. */
  boolean endsAnswer() {
    return type == 'Z' || type == 'R';
  }

  /** The process id in the message that gives a client the key to cancel with. */
  int processId() {
    return ByteBuffer.wrap(bytes).getInt(5);
  }

  void write(OutputStream out) throws IOException {
    out.write(bytes);
  }

  void writeHalf(OutputStream out) throws IOException {
    out.write(bytes, 0, Math.max(1, bytes.length / 2));
  }

  @Override
  public String toString() {
    String what = query().replaceAll("\\s+", " ");
    return side.letter() + "" + number + " " + (type == 0 ? "start-up" : String.valueOf(type))
        + (what.isEmpty() ? "" : " " + what.substring(0, Math.min(100, what.length())));
  }
}
