package io.espalier.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PageRequestTest {
  private final SettableClock clock = new SettableClock();
  private final ResourceIds ids = new ResourceIds(clock, new Random(1));

  @ParameterizedTest
  @CsvSource({"0, 20", "1, 1", "100, 100", "101, 100", "1000000000, 100"})
  void fitsTheLimit(long asked, int expected) {
    assertThat(PageRequest.of(ResourceKind.JOB, asked, "").limit()).isEqualTo(expected);
  }

  @Test
  void refusesANegativeLimit() {
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> PageRequest.of(ResourceKind.JOB, -1, ""))
        .withMessage("The limit (-1) must be at least 0.")
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED));
  }

  @Test
  void readsBackItsOwnCursor() {
    Cursor cursor = new Cursor(clock.instant(), ids.next(ResourceKind.JOB));

    assertThat(PageRequest.of(ResourceKind.JOB, 1, cursor.text()).after()).isEqualTo(cursor);
  }

  @Test
  void refusesTheCursorOfAnotherList() {
    Cursor cursor = new Cursor(clock.instant(), ids.next(ResourceKind.MODEL));

    assertRefused(cursor.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "' or 1=1",
        "9223372036854775807:job_01J0000000000000000000000A",
        "-5:job_01J0000000000000000000000A",
        "+5:job_01J0000000000000000000000A",
        "1:job_",
        "no colon"
      })
  void refusesAForgedCursor(String plain) {
    assertRefused(plain);
    assertRefused(Base64.getUrlEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
  }

  private static void assertRefused(String text) {
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> PageRequest.of(ResourceKind.JOB, 1, text))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST));
  }
}
