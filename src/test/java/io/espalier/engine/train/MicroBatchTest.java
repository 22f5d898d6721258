package io.espalier.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MicroBatchTest {
  private static final double TOLERANCE = 1e-12;

  @Test
  void aSmallBatchStaysWhole() {
    List<MicroBatch> parts = MicroBatch.split(batch(3), 8);
    assertThat(parts).singleElement().extracting(MicroBatch::share).isEqualTo(1.0);
    assertThat(parts.getFirst().inputs()).isEqualTo(batch(3).inputs());
  }

  @Test
  void partsCoverTheBatchInOrderWithoutCopies() {
    MicroBatch batch = batch(10);
    List<MicroBatch> parts = MicroBatch.split(batch, 4);
    assertThat(parts).extracting(MicroBatch::size).containsExactly(3, 3, 4);
    assertThat(parts.get(1).inputs().toFloats()).containsExactly(6, 7, 8, 9, 10, 11);
    assertThat(parts.get(1).inputs().bytes().address())
        .isEqualTo(batch.inputs().bytes().address() + 6 * Float.BYTES);
    assertThat(parts.get(2).targets().toLongs()).containsExactly(6, 7, 8, 9);
  }

  @Test
  void noPartIsASingleSampleUnlessAsked() {
    for (int samples = 2; samples < 60; samples++) {
      for (int most = 3; most < 24; most++) {
        List<MicroBatch> parts = MicroBatch.split(batch(samples), most);
        assertThat(parts).extracting(MicroBatch::size).allMatch(size -> size > 1);
        assertThat(parts.stream().mapToInt(MicroBatch::size).max().orElseThrow())
            .isLessThanOrEqualTo(most);
        assertThat(parts.stream().mapToDouble(MicroBatch::share).sum())
            .isCloseTo(1, within(TOLERANCE));
      }
    }
  }

  @Test
  void pixelsThatAreNotCountedWeighNothing() {
    Tensor inputs = Tensor.ofFloats(new long[] {4, 1}, 1, 2, 3, 4);
    Tensor targets = Tensor.ofLongs(new long[] {4, 2}, 1, -100, 1, 0, -100, 0, -100, -100);
    List<MicroBatch> parts = MicroBatch.split(new MicroBatch(inputs, targets, 1), 2);
    assertThat(parts).extracting(MicroBatch::share).containsExactly(0.75, 0.25);
    List<MicroBatch> singles = MicroBatch.split(new MicroBatch(inputs, targets, 1), 1);
    assertThat(singles).extracting(MicroBatch::share).containsExactly(0.25, 0.5, 0.25);
  }

  @Test
  void aBatchWithoutACountedPixelIsSharedBySamples() {
    Tensor inputs = Tensor.ofFloats(new long[] {2, 1}, 1, 2);
    Tensor targets = Tensor.ofLongs(new long[] {2, 1}, -100, -100);
    assertThat(MicroBatch.split(new MicroBatch(inputs, targets, 1), 1))
        .extracting(MicroBatch::share)
        .containsExactly(0.5, 0.5);
  }

  private static MicroBatch batch(int samples) {
    float[] values = new float[2 * samples];
    IntStream.range(0, values.length).forEach(i -> values[i] = i);
    return new MicroBatch(
        Tensor.ofFloats(new long[] {samples, 2}, values),
        Tensor.vector(IntStream.range(0, samples).asLongStream().toArray()),
        1);
  }
}
