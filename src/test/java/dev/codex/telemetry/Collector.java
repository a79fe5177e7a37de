package dev.codex.telemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.codex.runtime.Ended;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Collectors;

/** Takes OTLP over HTTP as a collector does, and keeps it for a test. */
public final class Collector implements AutoCloseable {
  /** How it answers. */
  public enum Mood {
    TAKES,
    REFUSES,
    KEEPS_SILENT
  }

  private final List<ExportTraceServiceRequest> traces = new CopyOnWriteArrayList<>();
  private final List<ExportMetricsServiceRequest> figures = new CopyOnWriteArrayList<>();
  private final Set<String> headers = new CopyOnWriteArraySet<>();
  private final HttpServer server;
  private final Mood mood;

  private Collector(Vertx vertx, Mood mood) {
    this.mood = mood;
    this.server =
        Ended.well(vertx.createHttpServer().requestHandler(this::take).listen(0, "127.0.0.1"));
  }

  public static Collector on(Vertx vertx) {
    return on(vertx, Mood.TAKES);
  }

  public static Collector on(Vertx vertx, Mood mood) {
    return new Collector(vertx, mood);
  }

  public String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  private void take(HttpServerRequest request) {
    request.headers().forEach(header -> headers.add(header.getKey() + ": " + header.getValue()));
    request.body().onSuccess(body -> {
      keep(request.path(), body);
      if (mood != Mood.KEEPS_SILENT) {
        request.response().setStatusCode(mood == Mood.TAKES ? 200 : 403).end();
      }
    });
  }

  private void keep(String path, Buffer body) {
    try {
      switch (path) {
        case "/v1/traces" -> traces.add(ExportTraceServiceRequest.parseFrom(body.getBytes()));
        case "/v1/metrics" -> figures.add(ExportMetricsServiceRequest.parseFrom(body.getBytes()));
        default -> throw new AssertionError(path);
      }
    } catch (InvalidProtocolBufferException failure) {
      throw new AssertionError(failure);
    }
  }

  public List<Span> spans() {
    return traces.stream()
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(spans -> spans.getScopeSpansList().stream())
        .flatMap(spans -> spans.getSpansList().stream())
        .toList();
  }

  public Span span(String name) {
    return spans().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no span " + name + " among " + names()));
  }

  private List<String> names() {
    return spans().stream().map(Span::getName).toList();
  }

  /** The names of the spans within another one, in the order of their beginnings. */
  public List<String> within(Span parent) {
    return spans().stream()
        .filter(span -> span.getParentSpanId().equals(parent.getSpanId()))
        .sorted(java.util.Comparator.comparingLong(Span::getStartTimeUnixNano))
        .map(Span::getName)
        .toList();
  }

  public static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(
            KeyValue::getKey,
            each -> each.getValue().hasIntValue()
                ? String.valueOf(each.getValue().getIntValue())
                : each.getValue().getStringValue()));
  }

  /** Who has sent it. */
  public Map<String, String> resource() {
    return traces.stream()
        .map(request -> request.getResourceSpans(0).getResource())
        .map(Resource::getAttributesList)
        .map(Collector::attributes)
        .findFirst()
        .orElseThrow();
  }

  /** The figure of a name that came last. */
  public Metric figure(String name) {
    return figures.stream()
        .flatMap(request -> request.getResourceMetricsList().stream())
        .flatMap(metrics -> metrics.getScopeMetricsList().stream())
        .flatMap(metrics -> metrics.getMetricsList().stream())
        .filter(metric -> metric.getName().equals(name))
        .reduce((first, next) -> next)
        .orElseThrow(() -> new AssertionError("no figure " + name));
  }

  public long gauge(String name) {
    return figure(name).getGauge().getDataPoints(0).getAsInt();
  }

  public boolean hasFigures() {
    return !figures.isEmpty();
  }

  public Set<String> headers() {
    return headers;
  }

  /** Everything as text, to look for what must not be in it. */
  public String everything() {
    return traces.toString() + figures;
  }

  @Override
  public void close() {
    Ended.well(server.close());
  }
}
