package dev.codex.junit;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Hands a test class its database, made when it is first asked for. */
final class CodexDatabaseExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(CodexDatabaseExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == MigratedDatabase.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext owner = annotated(context);
    List<String> locations = List.of(annotation(owner).orElseThrow().locations());
    return owner
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Lease.class, first -> copies(context).lease(locations), Lease.class)
        .database();
  }

  /** The copy belongs to the class that has the annotation; classes nested in it share it. */
  private static ExtensionContext annotated(ExtensionContext context) {
    ExtensionContext nearest = context;
    while (annotation(nearest).isEmpty()) {
      nearest = nearest.getParent().orElseThrow();
    }
    return nearest;
  }

  private static Optional<CodexDatabase> annotation(ExtensionContext context) {
    return context
        .getElement()
        .filter(Class.class::isInstance)
        .flatMap(type -> AnnotationSupport.findAnnotation(type, CodexDatabase.class));
  }

  /** One for the whole run. */
  private static DatabaseCopies copies(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            DatabaseCopies.class, first -> DatabaseCopies.open(), DatabaseCopies.class);
  }
}
