package dev.codex.config;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import java.util.Objects;

/**
 * Who may see, and do, what over HTTP.
 *
 * @param place where the API and the dashboard are
 * @param token what a caller has to know to start or cancel a migration; empty if nobody may
 */
public record ApiConfig(ApiPlace place, Secret token) {
  static final int SHORTEST_TOKEN = 16;

  /**
   * @throws ConfigurationInvalid if the token could be guessed
   */
  public ApiConfig {
    if (!token.isEmpty() && token.reveal().length() < SHORTEST_TOKEN) {
      throw new ConfigurationInvalid(
          "api.token has fewer than " + SHORTEST_TOKEN + " characters",
          "take a random one, such as openssl rand -hex 32 makes");
    }
  }

  static ApiConfig of(Settings settings) {
    return new ApiConfig(
        settings.get(ServeKeys.API_PORT),
        Objects.requireNonNullElse(settings.valueOf(ServeKeys.API_TOKEN), Secret.NONE));
  }
}
