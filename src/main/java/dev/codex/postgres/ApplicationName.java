package dev.codex.postgres;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pg_stat_activity} shows of a session: {@code codex <command> build=<build> pod=<host name>}. Applications
 * may name their own sessions alike: {@code anything build=<build>} is what a contraction looks for.
 */
public final class ApplicationName {
  /** The server cuts a name there, and would leave a part of a build that is another build. */
  private static final int MOST_BYTES = 63;

  private static final Pattern UNSAFE = Pattern.compile("[^!-~]+");
  private static final Pattern BUILD = Pattern.compile("(?:^| )build=([!-~]+)");

  private ApplicationName() {}

  /** The name of a session of this process. */
  public static String of(String command, @Nullable String build) {
    return of(command, build, System.getenv("HOSTNAME"));
  }

  /** Of a host name that is too long the end is kept: in the name of a pod it is what tells it from its siblings. */
  static String of(String command, @Nullable String build, @Nullable String host) {
    String name = "codex " + command;
    if (build != null && !build.isBlank()) {
      String part = " build=" + printable(build);
      name += name.length() + part.length() <= MOST_BYTES ? part : "";
    }
    int room = MOST_BYTES - name.length() - " pod=".length();
    if (host == null || host.isBlank() || room < 1) {
      return name;
    }
    String pod = printable(host);
    return name + " pod=" + pod.substring(Math.max(0, pod.length() - room));
  }

  /** The build that a session has named, if it has. */
  static Optional<String> build(String name) {
    // a name that fills its bytes may have been cut in the middle of its build
    boolean whole = name.getBytes(StandardCharsets.UTF_8).length < MOST_BYTES;
    Matcher matcher = BUILD.matcher(name);
    return matcher.find() && (whole || matcher.end() < name.length())
        ? Optional.of(matcher.group(1))
        : Optional.empty();
  }

  /** The server shows anything else as a question mark, and a space ends a part. */
  private static String printable(String text) {
    return UNSAFE.matcher(text).replaceAll("_");
  }
}
