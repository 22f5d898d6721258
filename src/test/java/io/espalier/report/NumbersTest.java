package io.espalier.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "999,999",
    "1000,1.00 K",
    "11689512,11.7 M",
    "1814073344,1.81 G",
    "999999,1000 K"
  })
  void writesCountsWithThreeDigits(long number, String text) {
    assertThat(Numbers.count(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"100,50,−50.0 %", "100,125,+25.0 %", "100,100,±0.0 %", "0,5,''"})
  void writesChanges(double before, double after, String text) {
    assertThat(Numbers.change(before, after)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.912,0.634,−27.8 points", "0.5,0.5,±0.0 points", "0.5,0.51,+1.0 points"})
  void writesChangesOfSharesInPoints(double before, double after, String text) {
    assertThat(Numbers.points(before, after)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.25,0.250 ms", "12.345,12.35 ms"})
  void writesMilliseconds(double millis, String text) {
    assertThat(Numbers.millis(millis)).isEqualTo(text);
  }
}
