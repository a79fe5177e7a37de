package dev.codex.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the value of a key is written: the same rule for a flag, a variable and a file.
 *
 * @param allowed what may stand there, as the end of "... is wanted"
 * @param plainText whether a number or a boolean of YAML would lose something ({@code 0123}, {@code 1.10})
 * @param parser from text to value; throws IllegalArgumentException for text that is none
 */
record ValueType<T>(String allowed, boolean plainText, Function<String, T> parser) {
  private static final Pattern DURATION_SHAPE =
      Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,3}))?\\s*(ms|s|m|h)?");
  private static final Map<String, Integer> MILLIS =
      Map.of("ms", 1, "s", 1000, "m", 60_000, "h", 3_600_000);

  static final ValueType<String> TEXT = new ValueType<>("text", true, text -> text);
  /** Credentials in it would be shown by {@code config check}. */
  static final ValueType<String> HTTP_URL = new ValueType<>(
      "a URL such as http://collector:4318, without credentials in it",
      true,
      text -> require(text, ValueType::isHttpUrl));

  static final ValueType<String> HOST = new ValueType<>(
      "a name, an address or the absolute path of a socket's directory",
      true,
      text -> require(text, host -> host.startsWith("/") || !host.matches(".*[/@\\s].*")));
  static final ValueType<Secret> SECRET = new ValueType<>("text", true, Secret::of);
  static final ValueType<Integer> SERVER_PORT = port(1);
  static final ValueType<Integer> LISTEN_PORT = port(0);
  static final ValueType<Boolean> BOOLEAN =
      new ValueType<>("true or false", false, ValueType::parseBoolean);
  static final ValueType<List<String>> LIST =
      new ValueType<>("a list of texts", true, ValueType::parseList);
  static final ValueType<Map<String, Secret>> PLACEHOLDERS = new ValueType<>(
      "a section of texts, or name=value with commas between", true, PlaceholderValues::parse);
  static final ValueType<Duration> DURATION = new ValueType<>(
      "a duration such as 30 (seconds), 500ms or 5m", false, ValueType::parseDuration);
  static final ValueType<Duration> INTERVAL = new ValueType<>(
      "a duration from 10ms on, such as 2 (seconds) or 500ms",
      false,
      text -> require(parseDuration(text), duration -> duration.toMillis() >= 10));
  /** An identifier of PostgreSQL, which the server would cut off silently after 63 bytes. */
  static final ValueType<String> IDENTIFIER = new ValueType<>(
      "a name of at most 63 bytes",
      true,
      text -> require(text, name -> name.getBytes(StandardCharsets.UTF_8).length <= 63));

  /** One of a few words; those of an enum are its names in lower case with a hyphen. */
  static <E extends Enum<E>> ValueType<E> choice(E[] constants) {
    Map<String, E> byWord =
        Arrays.stream(constants).collect(Collectors.toMap(ValueType::word, Function.identity()));
    String words = Arrays.stream(constants).map(ValueType::word).collect(Collectors.joining(", "));
    return new ValueType<>("one of " + words, false, text -> {
      E found = byWord.get(text);
      if (found == null) {
        throw new IllegalArgumentException("no such word");
      }
      return found;
    });
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  T parse(String text) {
    return parser.apply(text);
  }

  /** Each is there once; what a record would make itself is linked anew at every start, for 10 ms. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  private static ValueType<Integer> port(int lowest) {
    return new ValueType<>(
        "a number from " + lowest + " to 65535",
        false,
        text -> require(Integer.valueOf(text), port -> port >= lowest && port <= 65535));
  }

  private static boolean isHttpUrl(String text) {
    URI url = URI.create(text);
    return List.of("http", "https").contains(url.getScheme())
        && url.getHost() != null
        && url.getUserInfo() == null;
  }

  private static <V> V require(V value, Predicate<V> condition) {
    if (!condition.test(value)) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  private static Boolean parseBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static List<String> parseList(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private static Duration parseDuration(String text) {
    Matcher matcher = DURATION_SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration");
    }
    long unit = MILLIS.getOrDefault(matcher.group(3) == null ? "s" : matcher.group(3), 1000);
    String fraction = matcher.group(2) == null ? "" : matcher.group(2);
    // by hand, as BigDecimal's tables cost a start 25 ms
    long thousandths = Long.parseLong((fraction + "000").substring(0, 3));
    return Duration.ofMillis(Long.parseLong(matcher.group(1)) * unit + thousandths * unit / 1000);
  }
}
