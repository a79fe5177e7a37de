package dev.codex.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
  @ParameterizedTest
  @CsvSource({"1, 1.0", "1, 01", "1, 1.0.0", "2_1, 2.1", "4.12.0, 4.12", "0, 0.0"})
  void the_same_version_may_be_written_in_several_ways(String left, String right) {
    assertThat(Version.of(left)).isEqualTo(Version.of(right)).hasSameHashCodeAs(Version.of(right));
  }

  @Test
  void parts_are_compared_as_numbers_of_any_size() {
    List<Version> ordered = Stream.of(
            "0.9", "1", "1.0.1", "1.2", "1.10", "2", "10", "20240131120000", "99999999999999999999")
        .map(Version::of)
        .toList();
    assertThat(ordered).isSorted();
    assertThat(ordered).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "1.", ".1", "1..2", "1-2", "v1", "1 "})
  void what_is_no_version_is_refused(String text) {
    assertThat(Version.parse(text)).isEmpty();
    assertThatThrownBy(() -> Version.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void it_is_shown_as_it_was_written() {
    assertThat(Version.of("01_2")).hasToString("01.2");
  }

  @Test
  void a_name_is_no_number_and_stands_behind_all_of_them() {
    assertThat(Version.named("0001_a"))
        .isEqualTo(Version.read("0001_a"))
        .isNotEqualTo(Version.of("1"));
    assertThat(Version.named("0001_a"))
        .isLessThan(Version.named("0001_b"))
        .isGreaterThan(Version.of("99999"));
    assertThat(Version.of("99999")).isLessThan(Version.named("0"));
    assertThat(Version.named("b")).isGreaterThan(Version.named("a_b")).hasToString("b");
  }

  @Test
  void a_name_that_reads_like_a_number_stays_a_name_in_the_history() {
    Version name = Version.named("0001");
    assertThat(name).isNotEqualTo(Version.of("0001")).isEqualTo(Version.read(name.toString()));
    assertThat(name).isLessThan(Version.named("0001_a")).hasToString("0001.");
    assertThat(Version.read("7")).isEqualTo(Version.of("7"));
  }
}
