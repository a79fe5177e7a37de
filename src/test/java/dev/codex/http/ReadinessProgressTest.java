package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.runtime.Progress;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReadinessProgressTest {
  static List<Method> events() {
    return List.of(Progress.class.getMethods());
  }

  @ParameterizedTest
  @MethodSource("events")
  void whoever_is_told_already_is_told_of_everything(Method event)
      throws ReflectiveOperationException {
    List<String> heard = new ArrayList<>();
    Progress listener = (Progress) Proxy.newProxyInstance(
        Progress.class.getClassLoader(), new Class<?>[] {Progress.class}, (proxy, told, values) -> {
          heard.add(told.getName());
          return null;
        });
    Object[] nothing = Arrays.stream(event.getParameterTypes())
        .map(type -> type == int.class ? (Object) 0 : null)
        .toArray();
    event.invoke(new ReadinessProgress(listener, new SchemaReadiness()), nothing);
    assertThat(heard).containsExactly(event.getName());
  }
}
