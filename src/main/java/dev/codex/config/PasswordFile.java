package dev.codex.config;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Takes the password from a file of its own, such as a secret that Kubernetes or compose has mounted. */
final class PasswordFile {
  private PasswordFile() {}

  /**
   * Decides between password and password_file: what counts more as a source, and a fault if both come from one.
   *
   * @throws ConfigurationInvalid if both are set alike, or the file cannot be read
   */
  static void settle(Settings settings) {
    Setting password = settings.setting(DatabaseKeys.PASSWORD);
    Setting file = settings.setting(DatabaseKeys.PASSWORD_FILE);
    if (!file.isSet()) {
      return;
    }
    if (password.isSet() && password.source().rank() == file.source().rank()) {
      throw new ConfigurationInvalid(
          "both " + password.source().nameOf(DatabaseKeys.PASSWORD) + " and "
              + file.source().nameOf(DatabaseKeys.PASSWORD_FILE) + " are set",
          "keep one of the two");
    }
    if (password.source().outranks(file.source())) {
      settings.replace(DatabaseKeys.PASSWORD_FILE, null, password.source());
    } else {
      String path = settings.text(DatabaseKeys.PASSWORD_FILE);
      settings.replace(
          DatabaseKeys.PASSWORD,
          read(path, file.source()),
          new Source(file.source().rank(), path));
    }
  }

  private static Secret read(String path, Source source) {
    String named =
        "the password file " + path + " (" + source.nameOf(DatabaseKeys.PASSWORD_FILE) + ")";
    try {
      String text = Files.readString(Path.of(path)).replaceFirst("\\r?\\n\\z", "");
      if (text.isEmpty()) {
        throw new ConfigurationInvalid(named + " is empty", "write the password into it");
      }
      return Secret.of(text);
    } catch (NoSuchFileException missing) {
      throw new ConfigurationInvalid(
          named + " does not exist", "check the path, and whether the secret is mounted");
    } catch (AccessDeniedException denied) {
      throw new ConfigurationInvalid(
          named + " may not be read", "give the user that runs Codex the right to read it");
    } catch (CharacterCodingException notText) {
      throw new ConfigurationInvalid(named + " is not UTF-8", "write the password as text");
    } catch (IOException | InvalidPathException unreadable) {
      throw new ConfigurationInvalid(
          named + " cannot be read", "name a file that holds the password and nothing else");
    }
  }
}
