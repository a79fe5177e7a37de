package dev.codex.pods;

import io.kubernetes.client.openapi.models.V1Container;
import java.io.IOException;
import java.nio.file.Path;

/** One pod on a {@link Node}. */
interface Place extends AutoCloseable {
  /** Where its ports are. */
  String address();

  /** Starts one of its containers, whose output is appended to the log. */
  Running start(V1Container container, Path log) throws IOException;

  @Override
  void close();
}
