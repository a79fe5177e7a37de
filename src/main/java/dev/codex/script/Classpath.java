package dev.codex.script;

import dev.codex.migration.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** Finds the files of a directory of the class path, in directories and in jars, for an application that brings its own. */
final class Classpath {
  private final String folder;
  private final ClassLoader loader;
  private final Consumer<Problem> problems;
  private final List<FoundFile> files = new ArrayList<>();
  private boolean found;

  private Classpath(String folder, ClassLoader loader, Consumer<Problem> problems) {
    this.folder = folder;
    this.loader = loader;
    this.problems = problems;
  }

  /**
   * Every file below a directory of the class path.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such directory
   */
  static List<FoundFile> files(String folder, ClassLoader loader, Consumer<Problem> problems)
      throws IOException {
    String plain = folder.startsWith("/") ? folder.substring(1) : folder;
    Classpath classpath =
        new Classpath(plain.endsWith("/") ? plain : plain + "/", loader, problems);
    classpath.find();
    if (!classpath.found) {
      throw new java.nio.file.NoSuchFileException(folder);
    }
    return classpath.files;
  }

  /** The first file of a name in a directory of the class path, hidden or not. */
  static Optional<FoundFile> file(String folder, String name, ClassLoader loader)
      throws IOException {
    String plain = folder.startsWith("/") ? folder.substring(1) : folder;
    URL url = loader.getResource((plain.endsWith("/") ? plain : plain + "/") + name);
    if (url == null) {
      return Optional.empty();
    }
    return url.getProtocol().equals("file")
        ? Directory.file(path(url).resolveSibling("."), name)
        : Optional.of(new FoundFile(name, FileStamp.NONE, () -> uncached(url)));
  }

  private static InputStream uncached(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    return connection.getInputStream();
  }

  private void find() throws IOException {
    for (URL url : Collections.list(loader.getResources(folder))) {
      found = true;
      if (url.getProtocol().equals("file")) {
        files.addAll(Directory.files(path(url), problems));
      } else {
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
          jar.setUseCaches(false);
          addEntries(url, jar);
        } else {
          problems.accept(Problem.ofFile(
              Problem.Code.UNREADABLE_FILE,
              url.toString(),
              "the class path holds " + url + ", which is neither in a directory nor in a jar",
              "put the scripts into a directory, and name it in migrations.locations"));
        }
      }
    }
  }

  private static Path path(URL url) throws IOException {
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IOException(url + " is no path", e);
    }
  }

  private void addEntries(URL url, JarURLConnection connection) throws IOException {
    try (JarFile jar = connection.getJarFile()) {
      List<JarEntry> entries = new ArrayList<>(Collections.list(jar.entries()));
      entries.sort(Comparator.comparing(ZipEntry::getName));
      for (JarEntry entry : entries) {
        String path =
            entry.getName().startsWith(folder) ? entry.getName().substring(folder.length()) : "";
        if (!path.isEmpty() && !entry.isDirectory() && !isHidden(path)) {
          URL content = URI.create(url + escaped(path)).toURL();
          FileStamp stamp = FileStamp.inJar(entry.getSize(), entry.getCrc());
          files.add(new FoundFile(path, stamp, content::openStream));
        }
      }
    }
  }

  private static boolean isHidden(String path) {
    return path.startsWith(".") || path.contains("/.");
  }

  /** A name in a jar may hold what a URL may not. */
  private static String escaped(String path) throws IOException {
    try {
      return new URI(null, null, path, null).getRawPath();
    } catch (URISyntaxException e) {
      throw new IOException(path + " is no path", e);
    }
  }
}
