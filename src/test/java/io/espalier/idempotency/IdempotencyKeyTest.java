package io.espalier.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class IdempotencyKeyTest {
  @Test
  void takesAKeyWithAndWithoutQuotes() {
    assertThat(IdempotencyKey.parse("\"8e03978e\"")).isEqualTo(IdempotencyKey.parse(" 8e03978e "));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void refusesAKeyNobodyCanMean(String header) {
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> IdempotencyKey.parse(header))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST));
  }

  static Stream<String> unusable() {
    return Stream.of("", " ", "\"\"", "ключ", "a\nb", "k".repeat(256), "k".repeat(10_240));
  }

  @Test
  void bordersBetweenPartsOfAFingerprintCount() {
    assertThat(Fingerprint.of("ab", "c")).isNotEqualTo(Fingerprint.of("a", "bc"));
  }
}
