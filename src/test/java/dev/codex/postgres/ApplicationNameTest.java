package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApplicationNameTest {
  @Test
  void a_session_names_its_command_its_build_and_its_pod() {
    assertThat(ApplicationName.of("migrate", "2.3.1", "codex-migrate-x7k2p"))
        .isEqualTo("codex migrate build=2.3.1 pod=codex-migrate-x7k2p");
  }

  @Test
  void what_is_not_known_is_left_out() {
    assertThat(ApplicationName.of("migrate", null, null)).isEqualTo("codex migrate");
    assertThat(ApplicationName.of("migrate", " ", "pod-1")).isEqualTo("codex migrate pod=pod-1");
  }

  @Test
  void of_a_long_pod_name_the_end_is_kept() {
    String name = ApplicationName.of(
        "wait-for-migrations", "2024.11.26-1", "library-of-everything-7d9f8c6b5-abcde");
    assertThat(name).hasSize(63).endsWith("d9f8c6b5-abcde").contains(" build=2024.11.26-1 pod=");
  }

  @Test
  void a_build_is_there_whole_or_not_at_all() {
    String long44 = "1".repeat(44);
    assertThat(ApplicationName.of("migrate", long44, "pod")).isEqualTo("codex migrate pod=pod");
    assertThat(ApplicationName.of("migrate", long44.substring(1), "pod"))
        .isEqualTo("codex migrate build=" + long44.substring(1));
  }

  @Test
  void a_build_is_one_word_of_ascii() {
    assertThat(ApplicationName.of("migrate", "2.3 béta", "pod"))
        .isEqualTo("codex migrate build=2.3_b_ta pod=pod");
  }

  @Test
  void the_build_is_read_from_the_name_of_any_session() {
    assertThat(ApplicationName.build("codex serve build=2.3.1 pod=x")).contains("2.3.1");
    assertThat(ApplicationName.build("library build=2.3.1")).contains("2.3.1");
    assertThat(ApplicationName.build("build=7")).contains("7");
    assertThat(ApplicationName.build("rebuild=7")).isEmpty();
    assertThat(ApplicationName.build("psql")).isEmpty();
    assertThat(ApplicationName.build("x build=")).isEmpty();
  }

  @Test
  void a_build_that_the_server_may_have_cut_is_not_known() {
    String cut = "y".repeat(63 - " build=2.3".length()) + " build=2.3";
    assertThat(cut).hasSize(63);
    assertThat(ApplicationName.build(cut)).isEmpty();
    assertThat(ApplicationName.build(cut.substring(1))).contains("2.3");
  }
}
