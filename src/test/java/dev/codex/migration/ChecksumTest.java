package dev.codex.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumTest {
  private static final String TEXT = "create table a ();\n-- é €\ncreate table b ();\n";

  @Test
  void the_golden_values_never_change() {
    assertThat(Checksum.of("").value())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(Checksum.of("SELECT 1;\nSELECT 2;\n").value())
        .isEqualTo("82efb67f3010c6eb7ead02e4f6d9550633dbc1407f99aa487468e7b2567aebbc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r"})
  void line_ends_do_not_count(String lineEnd) {
    assertThat(Checksum.of(TEXT.replace("\n", lineEnd))).isEqualTo(Checksum.of(TEXT));
  }

  @Test
  void a_byte_order_mark_does_not_count_at_the_start_and_counts_elsewhere() {
    assertThat(Checksum.of("\uFEFF" + TEXT)).isEqualTo(Checksum.of(TEXT));
    assertThat(Checksum.of("x\uFEFF" + TEXT)).isNotEqualTo(Checksum.of("x" + TEXT));
  }

  @Test
  void every_other_character_counts() {
    assertThat(Checksum.of(TEXT + " ")).isNotEqualTo(Checksum.of(TEXT));
    assertThat(Checksum.of(TEXT + "\n")).isNotEqualTo(Checksum.of(TEXT));
  }

  @Test
  void the_parts_of_a_text_give_the_checksum_of_the_whole() {
    String text = "\uFEFFa\r\nb\rc\n\r\nd";
    for (int cut = 0; cut <= text.length(); cut++) {
      Checksum parts = new Checksum.Hasher()
          .update(text.substring(0, cut))
          .update(text.substring(cut))
          .finish();
      assertThat(parts).isEqualTo(Checksum.of(text));
    }
  }
}
