package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The keys of other tools' advisory locks, as they were seen in pg_locks or in the tools' sources. */
final class ForeignToolsTest {
  @Test
  void flyway_hashes_the_quoted_names() {
    assertThat(ForeignTools.flywayKey(new ForeignTable("app", "flyway_schema_history", "db")))
        .isEqualTo(77431436970681L);
    assertThat(ForeignTools.flywayKey(new ForeignTable("public", "flyway_schema_history", "db")))
        .isEqualTo(77433833903597L);
  }

  @Test
  void golang_migrate_hashes_schema_table_and_database_in_32_bits() {
    assertThat(ForeignTools.golangMigrateKey("database_name")).isEqualTo(1764327054L);
    assertThat(ForeignTools.golangMigrateKey("schema_name_1", "database_name"))
        .isEqualTo(2453313553L);
    assertThat(ForeignTools.golangMigrateKey(
            new ForeignTable("public", "schema_migrations", "postgres")))
        .isEqualTo(143310882L);
  }
}
