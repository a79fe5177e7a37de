package dev.codex.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values of one source, checked one by one; what is wrong with them goes to the faults. */
final class Layer {
  private final Map<ConfigKey<?>, Setting> settings = new LinkedHashMap<>();
  private final Faults faults;

  Layer(Faults faults) {
    this.faults = faults;
  }

  /** Takes a value that was written as text. */
  void put(ConfigKey<?> key, String text, Source source) {
    if (key.isSecret() && source.rank() == Source.Rank.FLAG) {
      faults.add(
          key.path() + " was given on the command line, where everyone on this machine can read it",
          "use the variable " + key.variable() + " or a file");
      return;
    }
    try {
      put(new Setting(key, key.type().parse(text), source));
    } catch (IllegalArgumentException notOne) {
      refuse(key, "'" + text + "'", source);
    }
  }

  void put(Setting setting) {
    Setting former = settings.putIfAbsent(setting.key(), setting);
    faults.addIf(
        former != null && !setting.equals(new Setting(setting.key(), former.value(), setting.source())),
        "both " + (former == null ? "" : former.source()) + " and " + setting.source() + " set " + setting.key().path()
            + ", to different values",
        "keep one of the two");
  }

  void refuse(ConfigKey<?> key, String shown, Source source) {
    String where = source.rank() == Source.Rank.VARIABLE ? source.name() : key.path() + " (" + source + ")";
    faults.add(where + " is " + (key.isSecret() ? "not readable" : shown), key.type().allowed() + " is wanted");
  }

  Optional<Setting> find(ConfigKey<?> key) {
    return Optional.ofNullable(settings.get(key));
  }

  /** Forgets some keys, since another source stands in their place. */
  void removeAll(Set<ConfigKey<?>> keys) {
    settings.keySet().removeAll(keys);
  }
}
