package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonPatchTest {
  private static final String BEFORE = "{'a':{'b':[1,2],'io/c':3,'d~':4}}";

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
          {'op':'add','path':'/a/b/-','value':9}            | {'a':{'b':[1,2,9],'io/c':3,'d~':4}}
          {'op':'add','path':'/a/b/0','value':9}            | {'a':{'b':[9,1,2],'io/c':3,'d~':4}}
          {'op':'add','path':'/a/x~1y','value':9}           | {'a':{'b':[1,2],'io/c':3,'d~':4,'x/y':9}}
          {'op':'remove','path':'/a/io~1c'}                 | {'a':{'b':[1,2],'d~':4}}
          {'op':'replace','path':'/a/d~0','value':9}        | {'a':{'b':[1,2],'io/c':3,'d~':9}}
          {'op':'move','from':'/a/b/0','path':'/a/e'}       | {'a':{'b':[2],'io/c':3,'d~':4,'e':1}}
          {'op':'copy','from':'/a/b','path':'/e'}           | {'a':{'b':[1,2],'io/c':3,'d~':4},'e':[1,2]}
          {'op':'test','path':'/a/io~1c','value':3}         | {'a':{'b':[1,2],'io/c':3,'d~':4}}
          """)
  void is_what_the_standard_says(String operation, String after) {
    Map<String, Object> object = read(BEFORE);
    JsonPatch.apply(object, read(operation));
    assertThat(object).isEqualTo(read(after));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
          {'op':'remove','path':'/a/none'}
          {'op':'replace','path':'/a/b/2','value':9}
          {'op':'test','path':'/a/b/0','value':3}
          {'op':'merge','path':'/a'}
          """)
  void what_does_not_fit_is_said(String operation) {
    assertThatThrownBy(() -> JsonPatch.apply(read(BEFORE), read(operation)))
        .isInstanceOf(IllegalStateException.class);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> read(String json) {
    return (Map<String, Object>) JsonPatch.copy(new JsonObject(json.replace('\'', '"')).getMap());
  }
}
