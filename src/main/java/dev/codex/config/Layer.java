package dev.codex.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The values of one source, checked one by one; what is wrong with them goes to the faults. */
final class Layer {
  private final Map<ConfigKey<?>, Setting> settings = new LinkedHashMap<>();
  private final Faults faults;

  Layer(Faults faults) {
    this.faults = faults;
  }

  /** Takes a value that was written as text; an empty one is not set. */
  void put(ConfigKey<?> key, String written, Source source) {
    String text = key.isSecret() ? written : written.strip();
    if (key.isSecret() && source.rank() == Source.Rank.FLAG) {
      faults.add(
          key.path() + " was given on the command line, where everyone on this machine can read it",
          "use the variable " + key.variable() + " or a file");
      return;
    }
    if (text.isEmpty()) {
      return;
    }
    try {
      put(new Setting(key, key.type().parse(text), source));
    } catch (IllegalArgumentException notOne) {
      refuse(key, "'" + text + "'", source);
    }
  }

  /** Two variables of one key must agree; there is no telling which one was meant. */
  void put(Setting setting) {
    if (setting.key().type().equals(ValueType.PLACEHOLDERS)) {
      settings.merge(setting.key(), setting, PlaceholderValues::merge);
      return;
    }
    Setting former = settings.putIfAbsent(setting.key(), setting);
    faults.addIf(
        former != null && !Objects.equals(former.value(), setting.value()),
        setting.key().path() + " has two values, one of them from " + setting.source(),
        "keep one of the variables " + String.join(", ", setting.key().variables()));
  }

  /** What looks like an address with a password in it is not shown, wherever it was put. */
  void refuse(ConfigKey<?> key, String shown, Source source) {
    boolean hidden = key.isSecret()
        || key.type().equals(ValueType.PLACEHOLDERS)
        || shown.contains("@")
        || shown.contains("://");
    faults.add(
        source.nameOf(key) + " is " + (hidden ? "not valid" : shown),
        key.type().allowed() + " is wanted");
  }

  Optional<Setting> find(ConfigKey<?> key) {
    return Optional.ofNullable(settings.get(key));
  }

  /** Forgets some keys, since another source stands in their place. */
  void removeAll(Set<ConfigKey<?>> keys) {
    settings.keySet().removeAll(keys);
  }
}
