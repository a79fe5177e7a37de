package dev.codex.cli;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.security.Security;
import java.util.concurrent.TimeUnit;

/** What a short-lived process does not need, left out: it is paid for at every start of a pod. */
final class LeanStart {
  private LeanStart() {}

  /** To be called before the first class of Netty is loaded, and before the first logger is made. */
  static void configure() {
    // from Java 18 on a method called by reflection is made a method handle first, which pays for
    // those that are called often
    System.setProperty("jdk.reflect.useNativeAccessorOnly", "true");
    System.setProperty("java.util.logging.manager", LastingLogs.class.getName());
    System.setProperty("io.netty.jfr.enabled", "false");
    System.setProperty("io.netty.machineId", "00:00:00:00:00:00:00:01");
    // any number will do, and to ask for that of the process takes 10 ms
    System.setProperty("io.netty.processId", Long.toString(System.nanoTime() & 0x3fffff));
    System.setProperty("io.netty.leakDetection.level", "disabled");
    // the platform's resolver knows /etc/hosts, search domains and nsswitch, and is there already
    System.setProperty("vertx.disableDnsResolver", "true");
  }

  /** Names are looked up anew while a server is waited for. To be called before the first one is; takes 10 ms. */
  static void lookNamesUpAnew() {
    Security.setProperty("networkaddress.cache.ttl", "5");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
  }

  /** One event loop, few workers, and nothing written to disk: it has to run on a read-only file system. */
  static Vertx vertx() {
    lookNamesUpAnew();
    return Vertx.vertx(options());
  }

  static VertxOptions options() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(2)
        .setInternalBlockingPoolSize(2)
        // a script of gigabytes is read to its end in one piece, and that is no mistake
        .setMaxWorkerExecuteTime(1)
        .setMaxWorkerExecuteTimeUnit(TimeUnit.HOURS)
        .setPreferNativeTransport(false)
        .setFileSystemOptions(new FileSystemOptions()
            .setFileCachingEnabled(false)
            .setClassPathResolvingEnabled(false));
  }
}
