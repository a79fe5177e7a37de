package dev.codex.embedded;

import dev.codex.migration.CodexException.DatabaseUnreachable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.tukaani.xz.XZInputStream;

/** Unpacks PostgreSQL from its jar, once: what is there already is used again. */
public final class Binaries {
  private Binaries() {}

  /**
   * @param jar one that holds {@code postgres-<system>-<processor>.txz}
   * @param cache where to unpack to; the directory is named after the content
   * @return the directory that holds {@code bin}, {@code lib} and {@code share}
   */
  public static Path unpack(Path jar, Path cache) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry archive = archive(zip, jar);
      Path home = cache.resolve("postgres-%08x-%d".formatted(archive.getCrc(), archive.getSize()));
      if (!Files.isDirectory(home)) {
        unpack(zip, archive, home);
      }
      return home;
    } catch (IOException failure) {
      throw new DatabaseUnreachable(
          "the embedded PostgreSQL cannot be unpacked to " + cache + ": " + failure,
          "make room there, or name another directory",
          null);
    }
  }

  /** The jar that this class is in; in a build, where it is in none, the one beside the classes. */
  static Path jar() {
    try {
      Path classes = Path.of(
          Binaries.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isDirectory(classes) ? classes.resolveSibling("pg").resolve("18.jar") : classes;
    } catch (URISyntaxException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static ZipEntry archive(ZipFile zip, Path jar) {
    List<? extends ZipEntry> archives =
        zip.stream().filter(entry -> entry.getName().endsWith(".txz")).toList();
    String system = system();
    return archives.stream()
        .filter(entry -> entry.getName().startsWith("postgres-" + system))
        .findFirst()
        .orElseThrow(() -> new DatabaseUnreachable(
            "there is no PostgreSQL for " + system + " in " + jar,
            "build Codex on this machine, or use a PostgreSQL of your own",
            null));
  }

  /** As the zonky project names it. */
  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch");
    return (name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : "linux")
        + "-"
        + (processor.equals("amd64")
            ? "x86_64"
            : processor.equals("aarch64") ? "arm_64" : processor);
  }

  /** Beside its place and then moved there, so that nobody ever sees half of it. */
  private static void unpack(ZipFile zip, ZipEntry archive, Path home) throws IOException {
    Files.createDirectories(home.getParent());
    Path unpacking = Files.createDirectory(
        home.resolveSibling("unpacking-" + ProcessHandle.current().pid()));
    try (InputStream in =
        new XZInputStream(new BufferedInputStream(zip.getInputStream(archive), 1 << 16))) {
      Tar.unpack(in, unpacking);
      Files.move(unpacking, home);
    } catch (IOException failure) {
      delete(unpacking);
      if (!Files.isDirectory(home)) {
        throw failure;
      }
    }
  }

  /** Deletes a directory and all that is in it. */
  public static void delete(Path directory) {
    if (Files.exists(directory)) {
      try (Stream<Path> paths = Files.walk(directory)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
