package dev.codex.pods;

import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Probe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** One probe of a running container, asked on its schedule; one that is not there has always succeeded. */
final class Probe {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Cluster cluster;
  private final V1Probe spec;
  private final URI address;
  private long next;
  private int failures;
  private boolean succeeded;

  Probe(Cluster cluster, V1Container container, Place place, V1Probe spec) {
    this.cluster = cluster;
    this.spec = spec;
    this.succeeded = spec == null;
    this.address = spec == null
        ? null
        : URI.create("http://" + place.address() + ":"
            + port(container, spec.getHttpGet().getPort()) + spec.getHttpGet().getPath());
    this.next = System.nanoTime()
        + (spec == null ? 0 : cluster.seconds(spec.getInitialDelaySeconds(), 0).toNanos());
  }

  private static int port(V1Container container, IntOrString port) {
    return port.isInteger()
        ? port.getIntValue()
        : container.getPorts().stream()
            .filter(open -> port.getStrValue().equals(open.getName()))
            .findFirst()
            .orElseThrow()
            .getContainerPort();
  }

  /** Asks if it is time. */
  void tick() throws InterruptedException {
    if (spec == null || System.nanoTime() < next) {
      return;
    }
    next = System.nanoTime() + cluster.seconds(spec.getPeriodSeconds(), 10).toNanos();
    if (answers()) {
      failures = 0;
      succeeded = true;
    } else if (++failures >= threshold()) {
      succeeded = false;
    }
  }

  private boolean answers() throws InterruptedException {
    int timeout = spec.getTimeoutSeconds() == null ? 1 : spec.getTimeoutSeconds();
    try {
      int status = CLIENT
          .send(
              HttpRequest.newBuilder(address)
                  .timeout(Duration.ofSeconds(timeout))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
      return status >= 200 && status < 400;
    } catch (IOException noAnswer) {
      return false;
    }
  }

  private int threshold() {
    return spec.getFailureThreshold() == null ? 3 : spec.getFailureThreshold();
  }

  boolean hasSucceeded() {
    return succeeded;
  }

  boolean hasFailed() {
    return spec != null && failures >= threshold();
  }
}
