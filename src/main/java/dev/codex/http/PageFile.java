package dev.codex.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A file of the dashboard, or the description of the API, kept in memory. They come from the class path by a fixed list,
 * so that no path of a caller ever leads to a file.
 */
record PageFile(String contentType, Buffer content) {
  private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final Map<String, String> FILES = Map.of(
      "/", "index.html",
      "/dashboard.js", "dashboard.js",
      "/dashboard.css", "dashboard.css",
      "/icon.svg", "icon.svg",
      "/uplot.js", CHARTS + "uPlot.esm.js",
      "/uplot.css", CHARTS + "uPlot.min.css",
      "/api/v1/openapi.json", "openapi.json");
  private static final Map<String, String> TYPES = Map.of(
      "html", "text/html; charset=utf-8",
      "js", "text/javascript; charset=utf-8",
      "css", "text/css; charset=utf-8",
      "svg", "image/svg+xml",
      "json", "application/json");

  /**
   * Reads all of them, by the path at which they are served. An application that has not the library of the charts has
   * the API without the page.
   */
  static Future<Map<String, PageFile>> readAll(Vertx vertx) {
    return vertx.executeBlocking(() -> {
      boolean charts = PageFile.class.getResource(CHARTS + "uPlot.esm.js") != null;
      Map<String, PageFile> files = new HashMap<>();
      for (Map.Entry<String, String> file : FILES.entrySet()) {
        if (charts || file.getKey().startsWith("/api/")) {
          files.put(file.getKey(), read(file.getValue()));
        }
      }
      return Map.copyOf(files);
    });
  }

  private static PageFile read(String resource) throws IOException {
    String ending = resource.substring(resource.lastIndexOf('.') + 1);
    try (InputStream stream =
        Objects.requireNonNull(PageFile.class.getResourceAsStream(resource), resource)) {
      return new PageFile(
          Objects.requireNonNull(TYPES.get(ending)), Buffer.buffer(stream.readAllBytes()));
    }
  }

  void send(RoutingContext request) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(content.length()))
        .end(content);
  }
}
