package dev.codex.script;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** SipHash-1-3 with keys of zero, as Rust's standard library hashes: the checksums of refinery. */
final class SipHash {
  private static final int WORD = 8;

  private long v0 = 0x736f6d6570736575L;
  private long v1 = 0x646f72616e646f6dL;
  private long v2 = 0x6c7967656e657261L;
  private long v3 = 0x7465646279746573L;

  private SipHash() {}

  static long of(byte[] bytes) {
    SipHash hash = new SipHash();
    ByteBuffer input = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (input.remaining() >= WORD) {
      hash.add(input.getLong());
    }
    long last = (long) bytes.length << 56;
    for (int shift = 0; input.hasRemaining(); shift += 8) {
      last |= (input.get() & 0xffL) << shift;
    }
    hash.add(last);
    hash.v2 ^= 0xff;
    for (int i = 0; i < 3; i++) {
      hash.round();
    }
    return hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3;
  }

  private void add(long word) {
    v3 ^= word;
    round();
    v0 ^= word;
  }

  private void round() {
    v0 += v1;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v3;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 += v3;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 += v1;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v2 = Long.rotateLeft(v2, 32);
  }
}
