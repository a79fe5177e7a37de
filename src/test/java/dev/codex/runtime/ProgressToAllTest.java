package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProgressToAllTest {
  private final List<String> heard = new ArrayList<>();

  static List<Method> events() {
    return List.of(Progress.class.getMethods());
  }

  private Progress listener(String name) {
    return (Progress) Proxy.newProxyInstance(
        Progress.class.getClassLoader(), new Class<?>[] {Progress.class}, (proxy, event, told) -> {
          heard.add(name + " " + event.getName());
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("events")
  void each_listener_is_told_of_everything(Method event) throws ReflectiveOperationException {
    Object[] nothing = Arrays.stream(event.getParameterTypes())
        .map(type -> type == int.class ? (Object) 0 : null)
        .toArray();
    event.invoke(new ProgressToAll(listener("first"), listener("second")), nothing);
    assertThat(heard).containsExactly("first " + event.getName(), "second " + event.getName());
  }
}
