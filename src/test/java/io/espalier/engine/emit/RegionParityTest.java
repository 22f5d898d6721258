package io.espalier.engine.emit;

import io.espalier.engine.OperatorCase;
import io.espalier.engine.Parity;
import io.espalier.graph.Tensor;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegionParityTest {
  private static final int BOXES = 30;
  private static final long SEED = 5;

  @ParameterizedTest
  @MethodSource({"grids", "regions", "suppressions", "unpools"})
  void computesWhatOnnxRuntimeComputes(OperatorCase operator) {
    Parity.assertParity(operator);
  }

  static Stream<OperatorCase> grids() {
    return Stream.of("bilinear", "nearest", "bicubic")
        .flatMap(
            mode ->
                Stream.of("zeros", "border", "reflection")
                    .flatMap(padding -> Stream.of(grid(mode, padding, 0), grid(mode, padding, 1))));
  }

  static Stream<OperatorCase> regions() {
    Stream<OperatorCase> aligned =
        Stream.of("avg", "max")
            .flatMap(
                mode ->
                    Stream.of(
                        align(mode, "half_pixel", 2),
                        align(mode, "half_pixel", 0),
                        align(mode, "output_half_pixel", 2),
                        align(mode, "output_half_pixel", 0)));
    return Stream.concat(aligned, Stream.of(poolRegions()));
  }

  static Stream<OperatorCase> suppressions() {
    return Stream.of(
        suppression("corners", 3).constant(Tensor.scalar(0.3f)).constant(Tensor.scalar(0.2f)),
        suppression("centres", 4)
            .with("center_point_box", 1)
            .constant(Tensor.scalar(0.1f))
            .constant(Tensor.scalar(0)),
        suppression("no overlap", BOXES),
        suppression("all", BOXES).constant(Tensor.scalar(1)),
        OperatorCase.of("NonMaxSuppression")
            .label("without a limit")
            .input(boxes())
            .input(scores()));
  }

  static Stream<OperatorCase> unpools() {
    return Stream.of(
        unpool("MaxUnpool", "flat"),
        unpool("MaxUnpool", "sized").constant(Tensor.vector(1, 2, 4, 6)));
  }

  private static OperatorCase grid(String mode, String padding, long aligned) {
    return OperatorCase.of("GridSample")
        .label("%s, %s, aligned %d".formatted(mode, padding, aligned))
        .with("mode", mode)
        .with("padding_mode", padding)
        .with("align_corners", aligned)
        .batchInput(2, 3, 5, 4)
        .input(2, 6, 3, 2);
  }

  private static OperatorCase align(String mode, String coordinates, long samples) {
    return OperatorCase.of("RoiAlign")
        .label("%s, %s, %d samples".formatted(mode, coordinates, samples))
        .with("mode", mode)
        .with("coordinate_transformation_mode", coordinates)
        .with("sampling_ratio", samples)
        .with("output_height", 3)
        .with("output_width", 2)
        .with("spatial_scale", 0.5f)
        .batchInput(2, 3, 9, 8)
        .input(regions(row(0, 0, 7, 9), row(-3, 2, 20, 9), row(4, 4, 4.5f, 4.2f)))
        .constant(Tensor.vector(0, 1, 1));
  }

  private static OperatorCase poolRegions() {
    return OperatorCase.of("MaxRoiPool")
        .withInts("pooled_shape", 2, 2)
        .with("spatial_scale", 0.5f)
        .input(2, 3, 9, 8)
        .input(
            regions(
                row(0, 0, 0, 7, 9), row(1, 2, 2, 40, 9), row(1, 4, 4, 4, 4), row(0, 30, 1, 33, 3)));
  }

  private static Tensor regions(float[]... rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = rows[i / rows[0].length][i % rows[0].length];
    }
    return Tensor.ofFloats(new long[] {rows.length, rows[0].length}, flat);
  }

  private static float[] row(float... values) {
    return values;
  }

  private static OperatorCase suppression(String label, long limit) {
    return OperatorCase.of("NonMaxSuppression")
        .label(label)
        .input(boxes())
        .input(scores())
        .constant(Tensor.vector(limit));
  }

  /** Two images of boxes whose corners may be in any order; some are empty. */
  private static Tensor boxes() {
    Random random = new Random(SEED);
    float[] corners = new float[2 * BOXES * 4];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = random.nextInt(8);
    }
    return Tensor.ofFloats(new long[] {2, BOXES, 4}, corners);
  }

  /** Of two images and three classes; some are equal. */
  private static Tensor scores() {
    Random random = new Random(SEED + 1);
    float[] scores = new float[2 * 3 * BOXES];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextInt(20) / 20f;
    }
    return Tensor.ofFloats(new long[] {2, 3, BOXES}, scores);
  }

  private static OperatorCase unpool(String operator, String label) {
    return OperatorCase.of(operator)
        .label(label)
        .withInts("kernel_shape", 2, 2)
        .withInts("strides", 2, 2)
        .input(1, 2, 2, 3)
        .constant(
            Tensor.ofLongs(new long[] {1, 2, 2, 3}, 0, 3, 4, 12, 15, 17, 24, 27, 28, 36, 39, 41));
  }
}
