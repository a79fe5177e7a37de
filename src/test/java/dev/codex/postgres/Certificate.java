package dev.codex.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A certificate that has signed itself, and its key, as PEM files.
 *
 * @param certificate the file that a client trusts
 * @param key the file that a server proves itself with
 */
public record Certificate(Path certificate, Path key) {
  private static final String PASSWORD = "not-a-secret";

  /** Makes one for a name such as {@code ip:127.0.0.1} or {@code dns:db.example.org}. */
  public static Certificate of(Path directory, String name, String subject) throws Exception {
    Path store = directory.resolve(name + ".p12");
    Process keytool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=test",
            "-ext",
            "san=" + subject,
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    if (!keytool.waitFor(180, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IllegalStateException("keytool made no certificate");
    }
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      made.load(in, PASSWORD.toCharArray());
    }
    Key key = made.getKey("server", PASSWORD.toCharArray());
    return new Certificate(
        pem(
            directory.resolve(name + ".crt"),
            "CERTIFICATE",
            made.getCertificate("server").getEncoded()),
        pem(directory.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded()));
  }

  private static Path pem(Path file, String what, byte[] content) throws Exception {
    String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }
}
