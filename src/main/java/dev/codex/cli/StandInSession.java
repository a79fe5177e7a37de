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
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One connection of {@link StandInServer}, from the log-in to its end. */
final class StandInSession {
  private static final int SSL_REQUEST = 80877103;

  private final Socket socket;
  private final String password;
  private final StandInAnswers answers;
  private final @Nullable SSLSocketFactory tls;
  private DataInputStream in;
  private DataOutputStream out;

  StandInSession(
      Socket socket, String password, StandInAnswers answers, @Nullable SSLSocketFactory tls)
      throws IOException {
    this.socket = socket;
    this.password = password;
    this.answers = answers;
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
    send(new StandInMessage('K').number(StandInAnswers.BACKEND).number(1));
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
        send(new StandInMessage('C').text("SELECT " + rows(answers.to(statement))));
      } else {
        send(new StandInMessage('C').text("SET"));
      }
    }
    ready();
  }

  private int rows(StandInAnswers.Answer answer) throws IOException {
    StandInMessage description =
        new StandInMessage('T').shortNumber(answer.columns().size());
    for (String name : answer.columns()) {
      description.text(name).number(0).shortNumber(0).number(answer.type(name));
      description.shortNumber(-1).number(-1).shortNumber(0);
    }
    send(description);
    for (List<@Nullable String> values : answer.rows()) {
      StandInMessage row = new StandInMessage('D').shortNumber(values.size());
      values.forEach(row::value);
      send(row);
    }
    return answer.rows().size();
  }

  private void ready() throws IOException {
    send(new StandInMessage('Z').bytes("I"));
    out.flush();
  }

  private void send(StandInMessage message) throws IOException {
    message.writeTo(out);
  }
}
