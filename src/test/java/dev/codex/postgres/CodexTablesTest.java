package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CodexTablesTest {
  /** printf 'codex:public.codex_schema_history' | sha256sum | head -c 16 */
  @Test
  void lock_key_and_channel_are_the_same_in_every_release() {
    CodexTables tables = new CodexTables("public");
    assertThat(tables.lockKey()).isEqualTo(0x588da5c805a80095L);
    assertThat(tables.channel()).isEqualTo("codex_588da5c805a80095");
  }

  @Test
  void two_schemas_have_two_locks() {
    assertThat(new CodexTables("My \"App\"").lockKey()).isEqualTo(0x5feb34ec0d4d8d69L);
  }

  @Test
  void names_are_qualified_and_quoted() {
    assertThat(new CodexTables("My \"App\"").history())
        .isEqualTo("\"My \"\"App\"\"\".\"codex_schema_history\"");
  }
}
