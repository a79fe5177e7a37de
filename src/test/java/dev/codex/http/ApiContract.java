package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.http.Caller.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;

/** The document that the service gives out of its API, held against the answers. */
record ApiContract(ResponseValidator validator) {
  static ApiContract of(Vertx vertx, Caller caller) {
    Answer document = caller.get("/api/v1/openapi.json");
    assertThat(document.status()).isEqualTo(200);
    JsonObject validated = document.json();
    // the library knows no streams of events; EventStreamTest looks at those
    validated.getJsonObject("paths").remove("/api/v1/events");
    return new ApiContract(ResponseValidator.create(
        vertx, Eventually.resultOf(OpenAPIContract.from(vertx, validated))));
  }

  /** Throws if the document does not allow the answer. */
  Answer check(String operation, Answer answer) {
    Eventually.resultOf(validator.validate(
        ValidatableResponse.create(
            answer.status(), Buffer.buffer(answer.text()), answer.header("content-type")),
        operation));
    return answer;
  }
}
