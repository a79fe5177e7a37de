package dev.codex.config;

import dev.codex.migration.CodexException.ConfigurationInvalid;

/**
 * Where to listen.
 *
 * @param host the address, {@code 0.0.0.0} for every one
 * @param port the port, 0 for any that is free
 */
public record HttpConfig(String host, int port) {
  /**
   * @throws ConfigurationInvalid if the port is none
   */
  public HttpConfig {
    if (port < 0 || port > 65535) {
      throw new ConfigurationInvalid(
          "the port " + port + " does not exist", "0 to 65535 can be listened on");
    }
  }

  boolean clashesWith(HttpConfig other) {
    boolean sameHost =
        host.equals(other.host) || host.equals("0.0.0.0") || other.host.equals("0.0.0.0");
    return port != 0 && port == other.port && sameHost;
  }
}
