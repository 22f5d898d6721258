package io.espalier.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final double ROUNDING = 1e-6;

  @Test
  void isPerfectBetweenEqualOutputs() {
    Tensor output = matrix(1, 2, 3, 4);
    assertThat(between(output, output)).isEqualTo(new Agreement(2, 0, 0, 1, 1));
  }

  @Test
  void relatesTheLargestDifferenceToTheLargestMagnitude() {
    Agreement agreement = between(matrix(1, -4, 2, 3), matrix(1.5f, -4, 2, 3));
    assertThat(agreement.maximumAbsoluteError()).isEqualTo(0.5, within(ROUNDING));
    assertThat(agreement.maximumRelativeError()).isEqualTo(0.125, within(ROUNDING));
  }

  @Test
  void countsSamplesOfTheSameTopClass() {
    assertThat(between(matrix(1, 2, 3, 4), matrix(5, 2, 3, 4)).top1Agreement())
        .isEqualTo(0.5, within(ROUNDING));
  }

  @Test
  void averagesTheCosineOverTheSamples() {
    assertThat(between(matrix(1, 0, 1, 0), matrix(2, 0, 0, 3)).meanCosine())
        .isEqualTo(0.5, within(ROUNDING));
  }

  @Test
  void takesTheWorstOutput() {
    List<Tensor> reference = List.of(matrix(1, 2, 3, 4), matrix(1, 1, 1, 1));
    List<Tensor> actual = List.of(matrix(1, 2, 3, 4), matrix(1, 1, 1, 3));
    assertThat(Agreement.between(reference, actual).maximumAbsoluteError())
        .isEqualTo(2, within(ROUNDING));
  }

  @Test
  void takesANumberForNotANumberAsInfinitelyWrong() {
    Agreement agreement = between(matrix(1, 2, 3, 4), matrix(1, Float.NaN, 3, 4));
    assertThat(agreement.maximumAbsoluteError()).isInfinite();
    assertThat(agreement.maximumRelativeError()).isInfinite();
  }

  @Test
  void takesEqualInfinitiesAndNotANumbersAsEqual() {
    Tensor special = matrix(Float.NaN, Float.POSITIVE_INFINITY, 3, 4);
    assertThat(between(special, special).maximumAbsoluteError()).isZero();
  }

  @Test
  void takesAWrongValueWhereAllIsZeroAsInfinitelyWrong() {
    assertThat(between(matrix(0, 0, 0, 0), matrix(0, 0, 0, 1)).maximumRelativeError()).isInfinite();
  }

  @Test
  void comparesIntegers() {
    Agreement agreement = between(Tensor.vector(1, 2, 3), Tensor.vector(1, 2, 5));
    assertThat(agreement.maximumAbsoluteError()).isEqualTo(2, within(ROUNDING));
    assertThat(agreement.samples()).isEqualTo(1);
  }

  @Test
  void refusesOutputsOfOtherShapes() {
    assertThatThrownBy(
            () -> between(matrix(1, 2, 3, 4), Tensor.ofFloats(new long[] {4}, 1, 2, 3, 4)))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.VERIFICATION_FAILED))
        .hasMessage(
            "The outputs (float[4]) cannot be compared with those of the reference (float[2,2]).");
  }

  private static Agreement between(Tensor reference, Tensor actual) {
    return Agreement.between(List.of(reference), List.of(actual));
  }

  private static Tensor matrix(float... values) {
    return Tensor.ofFloats(new long[] {2, 2}, values);
  }
}
