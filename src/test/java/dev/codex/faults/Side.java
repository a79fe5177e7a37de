package dev.codex.faults;

/** Which end of the wire a message comes from. */
enum Side {
  CLIENT,
  SERVER;

  char letter() {
    return this == CLIENT ? 'c' : 's';
  }

  static Side of(char letter) {
    return letter == 'c' ? CLIENT : SERVER;
  }
}
