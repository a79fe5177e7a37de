package dev.codex.faults;

import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * One change of the program.
 *
 * @param type the class, below {@code dev.codex}
 * @param ofArgument whether it is the first argument that is changed, and not the result
 * @param change from where it is and the value to the value with the bug
 */
record Edit(
    String type, String method, boolean ofArgument, BiFunction<Bug.Place, Object, Object> change) {
  /** Of the text that a method of the session sends. */
  static Edit sql(String method, UnaryOperator<String> change) {
    return new Edit("postgres.Session", method, true, (place, text) -> change.apply((String) text));
  }

  /** Of what a method answers. */
  static Edit result(String type, String method, UnaryOperator<Object> change) {
    return new Edit(type, method, false, (place, result) -> change.apply(result));
  }
}
