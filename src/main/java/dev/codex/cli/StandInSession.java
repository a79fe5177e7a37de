package dev.codex.cli;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One connection of {@link StandInServer}, from the log-in to its end. */
final class StandInSession {
  private static final int SSL_REQUEST = 80877103;
  private static final int BACKEND = 4711;
  private static final Pattern COLUMN = Pattern.compile("\\bas ([a-z_]+)");

  private final Socket socket;
  private final String password;
  private final String digest;
  private final @Nullable SSLSocketFactory tls;
  private DataInputStream in;
  private DataOutputStream out;

  StandInSession(Socket socket, String password, String digest, @Nullable SSLSocketFactory tls)
      throws IOException {
    this.socket = socket;
    this.password = password;
    this.digest = digest;
    this.tls = tls;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  void serve() throws IOException, GeneralSecurityException {
    startUp();
    logIn();
    for (int type = in.read(); type == 'Q'; type = in.read()) {
      answer(new String(body(), StandardCharsets.UTF_8));
    }
  }

  private void startUp() throws IOException {
    byte[] first = body();
    if (first.length == 4 && ByteBuffer.wrap(first).getInt() == SSL_REQUEST) {
      out.write(tls == null ? 'N' : 'S');
      out.flush();
      if (tls != null) {
        encrypt(tls);
      }
      byte[] startUp = body();
      assert startUp.length > 4;
    }
  }

  private void encrypt(SSLSocketFactory factory) throws IOException {
    SSLSocket encrypted = (SSLSocket) factory.createSocket(socket, null, socket.getPort(), false);
    encrypted.setUseClientMode(false);
    in = new DataInputStream(encrypted.getInputStream());
    out = new DataOutputStream(new BufferedOutputStream(encrypted.getOutputStream()));
  }

  private void logIn() throws IOException, GeneralSecurityException {
    ScramServer scram = new ScramServer(password);
    send(new StandInMessage('R').number(10).text("SCRAM-SHA-256").text(""));
    String first = response();
    send(new StandInMessage('R')
        .number(11)
        .bytes(scram.first(first.substring(first.indexOf(",,") + 2))));
    send(new StandInMessage('R').number(12).bytes(scram.last(response())));
    send(new StandInMessage('R').number(0));
    send(new StandInMessage('S').text("server_version").text("18.0"));
    send(new StandInMessage('S').text("client_encoding").text("UTF8"));
    send(new StandInMessage('K').number(BACKEND).number(1));
    ready();
  }

  private String response() throws IOException {
    out.flush();
    if (in.read() != 'p') {
      throw new EOFException("no answer to the request for a password");
    }
    return new String(body(), StandardCharsets.UTF_8);
  }

  /** A message without its type, which has been read. */
  private byte[] body() throws IOException {
    byte[] body = new byte[in.readInt() - 4];
    in.readFully(body);
    return body;
  }

  private void answer(String query) throws IOException {
    for (String statement : query.strip().split(";")) {
      if (statement.strip().startsWith("select")) {
        row(statement);
        send(new StandInMessage('C').text("SELECT 1"));
      } else {
        send(new StandInMessage('C').text("SET"));
      }
    }
    ready();
  }

  /** One row, with the columns that the statement names. */
  private void row(String statement) throws IOException {
    Matcher matcher = COLUMN.matcher(statement);
    List<String> names = matcher.results().map(found -> found.group(1)).toList();
    StandInMessage description = new StandInMessage('T').shortNumber(names.size());
    StandInMessage row = new StandInMessage('D').shortNumber(names.size());
    for (String name : names) {
      description.text(name).number(0).shortNumber(0).number(type(name));
      description.shortNumber(-1).number(-1).shortNumber(0);
      row.value(value(name));
    }
    send(description);
    send(row);
  }

  private static int type(String column) {
    return switch (column) {
      case "backend" -> 23;
      case "standby", "read_only" -> 16;
      default -> 25;
    };
  }

  private @Nullable String value(String column) {
    return switch (column) {
      case "backend" -> String.valueOf(BACKEND);
      case "standby", "read_only" -> "f";
      case "digest" -> digest;
      default -> null;
    };
  }

  private void ready() throws IOException {
    send(new StandInMessage('Z').bytes("I"));
    out.flush();
  }

  private void send(StandInMessage message) throws IOException {
    message.writeTo(out);
  }
}
