package dev.codex.config;

/** Keeps a password out of every log and message: only {@link #reveal} shows it. */
public final class Secret {
  /** No password at all. */
  public static final Secret NONE = new Secret("");

  static final String MASK = "********";

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  public static Secret of(String value) {
    return value.isEmpty() ? NONE : new Secret(value);
  }

  /** The value itself, for the one place that sends it. */
  public String reveal() {
    return value;
  }

  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && value.equals(secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return isEmpty() ? "" : MASK;
  }
}
