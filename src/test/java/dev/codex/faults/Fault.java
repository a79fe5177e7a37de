package dev.codex.faults;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Harm at a message: {@code c12=reset} is done to the twelfth message of the client. */
record Fault(Side side, int number, Kind kind) {
  @Override
  public String toString() {
    return side.letter() + "" + number + "=" + kind;
  }

  static Fault parse(String text) {
    String[] parts = text.split("=");
    return new Fault(
        Side.of(parts[0].charAt(0)), Integer.parseInt(parts[0].substring(1)), Kind.parse(parts[1]));
  }

  static List<Fault> parseAll(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",")).map(Fault::parse).toList();
  }

  static String toString(List<Fault> faults) {
    return faults.stream().map(Fault::toString).collect(Collectors.joining(","));
  }
}
