package dev.codex.cli;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;
import java.util.List;

/**
 * What the first log-in of a process meets for the first time: met beforehand, on a thread of its own, while the process has
 * nothing to log in with yet. Half of a log-in's time is that of classes and providers that are looked for once.
 */
final class FirstLogIn {
  private static final Logger LOG = System.getLogger("dev.codex.cli");
  /** As many as let Java compile the digest, of which a proof needs 4096. */
  private static final int ITERATIONS = 500;

  /** What reads rows; its constants are dates, for which Java looks up its locales. */
  private static final String DECODER = "io.vertx.pgclient.impl.codec.DataTypeCodec";

  private FirstLogIn() {}

  /** Never fails: without it the log-in takes longer. */
  static void rehearse() {
    try {
      meet();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError changed) {
      LOG.log(Level.DEBUG, "the first log-in is not rehearsed", changed);
    }
  }

  /** Fails if the client, or Netty, is no longer as it is known here. */
  static void meet() throws ReflectiveOperationException {
    annotations();
    ByteBufAllocator.DEFAULT.directBuffer().release();
    digest();
    Class.forName(DECODER);
  }

  /** Netty asks for two of its annotations; Java makes a class for each kind that somebody has asked for. */
  private static void annotations() throws ReflectiveOperationException {
    Annotation[] unused = ChannelInitializer.class.getAnnotations();
    unused = ChannelInboundHandlerAdapter.class
        .getMethod("channelRegistered", ChannelHandlerContext.class)
        .getAnnotations();
  }

  private static void digest() {
    char[] password = {'p'};
    ScramClient.builder()
        .advertisedMechanisms(List.of(ScramMechanism.SCRAM_SHA_256.getName()))
        .username("*")
        .password(password)
        .stringPreparation(StringPreparation.POSTGRESQL_PREPARATION)
        .build()
        .clientFirstMessage();
    ScramFunctions.saltedPassword(
        ScramMechanism.SCRAM_SHA_256,
        StringPreparation.POSTGRESQL_PREPARATION,
        password,
        new byte[16],
        ITERATIONS);
  }
}
