package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** What a process meets beforehand is named by names that a new version of the client may change. */
final class FirstLogInTest {
  @Test
  void everything_that_a_log_in_meets_is_there() {
    assertThatCode(FirstLogIn::meet).doesNotThrowAnyException();
  }
}
