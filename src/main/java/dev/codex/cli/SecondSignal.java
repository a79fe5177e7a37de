package dev.codex.cli;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * Ends the process at once when a signal comes while it is ending in order because of the first one. Java has no other way
 * to that than a class of {@code jdk.unsupported}, which an image may leave out: then the second signal changes nothing.
 */
final class SecondSignal {
  private static final Logger LOG = System.getLogger("dev.codex.cli");
  private static final Map<String, Integer> CODES = Map.of("TERM", 143, "INT", 130);

  private SecondSignal() {}

  static void endsAtOnce() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      for (Map.Entry<String, Integer> code : CODES.entrySet()) {
        Object end = Proxy.newProxyInstance(
            SecondSignal.class.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, args) -> {
              Runtime.getRuntime().halt(code.getValue());
              return null;
            });
        Object unused = signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(code.getKey()), end);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException missing) {
      LOG.log(Level.DEBUG, "a second signal will not be noticed", missing);
    }
  }
}
