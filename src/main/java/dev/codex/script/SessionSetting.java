package dev.codex.script;

import java.util.Locale;
import java.util.regex.Pattern;

/** Knows the statements that change nothing but the session, and so may stand beside those of either kind. */
public final class SessionSetting {
  private static final Pattern SETTING = Pattern.compile(
      "(?:set\\s+(?!local\\b|transaction\\b|constraints\\b)|reset\\b|show\\b).*", Pattern.DOTALL);
  private static final int LONGEST = 1000;

  private SessionSetting() {}

  /**
   * Whether a statement is a SET or RESET for the session. A script of statements that cannot run in a transaction may
   * hold some; a run that goes on in the middle of such a script has to send them again.
   */
  public static boolean isOne(String statement) {
    return statement.length() <= LONGEST
        && SETTING.matcher(statement.toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether a statement may change how the text after it is read. */
  static boolean mentionsStrings(String statement) {
    int found = statement.indexOf('_');
    while (found >= 0) {
      if (statement.regionMatches(
          true, found - 8, StringSetting.NAME, 0, StringSetting.NAME.length())) {
        return true;
      }
      found = statement.indexOf('_', found + 1);
    }
    return false;
  }
}
