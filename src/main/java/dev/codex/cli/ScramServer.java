package dev.codex.cli;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The server's side of one log-in by SCRAM-SHA-256. It proves itself and lets everybody in. */
final class ScramServer {
  private static final int ITERATIONS = 4096;

  private final byte[] salt = random(16);
  private final String nonce = Base64.getEncoder().encodeToString(random(18));
  private final String password;
  private String clientFirst = "";
  private String serverFirst = "";

  ScramServer(String password) {
    this.password = password;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** Answers the first message of the client, {@code n=user,r=nonce} without what it says of channel binding. */
  String first(String message) {
    clientFirst = message;
    String clientNonce = clientFirst.substring(clientFirst.indexOf("r=") + 2);
    serverFirst = "r=" + clientNonce + nonce + ",s=" + Base64.getEncoder().encodeToString(salt)
        + ",i=" + ITERATIONS;
    return serverFirst;
  }

  /** Answers the last message of the client, {@code c=binding,r=nonce,p=proof}. */
  String last(String message) throws GeneralSecurityException {
    String withoutProof = message.substring(0, message.indexOf(",p="));
    byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
        .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 256))
        .getEncoded();
    byte[] signature =
        hmac(hmac(salted, "Server Key"), clientFirst + "," + serverFirst + "," + withoutProof);
    return "v=" + Base64.getEncoder().encodeToString(signature);
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
