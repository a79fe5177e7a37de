package dev.codex.faults;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/** The whole program once more, with a bug in it, beside the one that other tests use. */
final class MutantLoader extends ClassLoader {
  private static final String OURS = "dev.codex.";
  /** The server and its databases are those of the test. */
  private static final List<String> SHARED = List.of("dev.codex.testing.", "dev.codex.embedded.");

  private final @Nullable Mutant mutant;
  private final ClassFileLocator files;

  /** @param mutant null for the program as it is */
  MutantLoader(@Nullable Mutant mutant) {
    super(MutantLoader.class.getClassLoader());
    this.mutant = mutant;
    this.files = ClassFileLocator.ForClassLoader.of(getParent());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS) || SHARED.stream().anyMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = isChanged(name) ? changed(name) : plain(name);
    return defineClass(name, bytes, 0, bytes.length, MutantLoader.class.getProtectionDomain());
  }

  private boolean isChanged(String name) {
    return mutant != null
        && mutant.edits().stream().anyMatch(edit -> name.equals(OURS + edit.type()));
  }

  private byte[] plain(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private byte[] changed(String name) {
    TypeDescription type = TypePool.Default.of(files).describe(name).resolve();
    DynamicType.Builder<?> builder = new ByteBuddy().redefine(type, files);
    for (Edit edit : mutant.edits()) {
      if (name.equals(OURS + edit.type())) {
        Class<?> advice = edit.ofArgument() ? Bug.OfArgument.class : Bug.OfResult.class;
        builder = builder.visit(Advice.to(advice).on(method(type, edit)));
      }
    }
    return builder.make().getBytes();
  }

  /** The program changes: a bug that is planted nowhere would only seem to be missed. */
  private static ElementMatcher<MethodDescription> method(TypeDescription type, Edit edit) {
    ElementMatcher.Junction<MethodDescription> named =
        ElementMatchers.<MethodDescription>named(edit.method()).and(not(isAbstract()));
    if (type.getDeclaredMethods().filter(named).isEmpty()) {
      throw new AssertionError("there is no " + edit.type() + "." + edit.method() + " any more");
    }
    return named;
  }
}
