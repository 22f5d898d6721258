package io.espalier.engine.emit;

import io.espalier.engine.OperatorCase;
import io.espalier.engine.Parity;
import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WindowParityTest {
  @ParameterizedTest
  @MethodSource({
    "convolutions",
    "transposedConvolutions",
    "pools",
    "norms",
    "dilatedPoolsAndIndices",
    "resizes",
    "resamplings",
    "pads"
  })
  void computesWhatOnnxRuntimeComputes(OperatorCase operator) {
    Parity.assertParity(operator);
  }

  static Stream<OperatorCase> convolutions() {
    return Stream.of(
        OperatorCase.of("Conv")
            .label("1d")
            .withInts("pads", 1, 1)
            .batchInput(2, 3, 9)
            .weight(4, 3, 3),
        OperatorCase.of("Conv").label("2d").batchInput(2, 3, 9, 8).weight(4, 3, 3, 3).weight(4),
        OperatorCase.of("Conv")
            .label("3d")
            .withInts("strides", 1, 2, 1)
            .batchInput(1, 2, 5, 6, 7)
            .weight(3, 2, 3, 3, 3),
        OperatorCase.of("Conv")
            .label("unequal pads")
            .withInts("pads", 0, 1, 2, 3)
            .withInts("strides", 2, 1)
            .batchInput(2, 3, 9, 8)
            .weight(4, 3, 3, 3)
            .weight(4),
        OperatorCase.of("Conv")
            .label("dilated groups")
            .with("group", 2)
            .withInts("dilations", 2, 1)
            .batchInput(2, 4, 9, 8)
            .weight(6, 2, 3, 3),
        OperatorCase.of("Conv")
            .label("depthwise")
            .with("group", 4)
            .batchInput(1, 4, 6, 6)
            .weight(4, 1, 3, 3),
        same("Conv", "SAME_UPPER").weight(4, 3, 4, 3),
        same("Conv", "SAME_LOWER").weight(4, 3, 4, 3),
        OperatorCase.of("Conv")
            .label("valid")
            .with("auto_pad", "VALID")
            .batchInput(1, 3, 7, 7)
            .weight(4, 3, 3, 3),
        OperatorCase.of("Conv").label("computed weight").batchInput(1, 3, 7, 7).input(4, 3, 3, 3));
  }

  static Stream<OperatorCase> transposedConvolutions() {
    return Stream.of(
        OperatorCase.of("ConvTranspose").label("1d").batchInput(2, 3, 5).weight(3, 4, 3),
        OperatorCase.of("ConvTranspose")
            .label("strided")
            .withInts("strides", 2, 2)
            .withInts("pads", 1, 1, 1, 1)
            .withInts("output_padding", 1, 1)
            .batchInput(1, 4, 5, 6)
            .weight(4, 2, 3, 3)
            .weight(2),
        OperatorCase.of("ConvTranspose")
            .label("unequal pads and groups")
            .with("group", 2)
            .withInts("strides", 2, 1)
            .withInts("pads", 0, 1, 1, 0)
            .batchInput(1, 4, 5, 6)
            .weight(4, 3, 3, 3)
            .weight(6),
        transposed("output_shape").withInts("output_shape", 10, 12).weight(3, 4, 3, 3),
        transposed("smaller output_shape").withInts("output_shape", 8, 10).weight(3, 4, 3, 3),
        transposed("SAME_UPPER").with("auto_pad", "SAME_UPPER").weight(3, 4, 3, 3),
        transposed("SAME_LOWER").with("auto_pad", "SAME_LOWER").weight(3, 4, 3, 3));
  }

  private static OperatorCase transposed(String label) {
    return OperatorCase.of("ConvTranspose")
        .label(label)
        .withInts("strides", 2, 2)
        .input(1, 3, 4, 5);
  }

  static Stream<OperatorCase> pools() {
    return Stream.of(
        pool("MaxPool", "plain", 3).batchInput(2, 3, 9, 8),
        pool("MaxPool", "padded", 3).withInts("pads", 1, 1, 1, 1).batchInput(1, 2, 9, 8),
        pool("MaxPool", "unequal", 3).withInts("pads", 0, 0, 1, 1).batchInput(1, 2, 9, 8),
        pool("MaxPool", "up", 3).with("ceil_mode", 1).batchInput(1, 2, 9, 8),
        pool("MaxPool", "up and padded", 3)
            .with("ceil_mode", 1)
            .withInts("pads", 1, 1, 1, 1)
            .batchInput(1, 2, 10, 8),
        pool("MaxPool", "dilated", 2).withInts("dilations", 2, 2).batchInput(1, 2, 9, 8),
        OperatorCase.of("MaxPool").label("1d").withInts("kernel_shape", 2).batchInput(1, 2, 9),
        OperatorCase.of("MaxPool")
            .label("3d")
            .withInts("kernel_shape", 2, 2, 2)
            .batchInput(1, 2, 4, 5, 6),
        same("MaxPool", "SAME_UPPER").withInts("kernel_shape", 3, 3),
        same("MaxPool", "SAME_LOWER").withInts("kernel_shape", 3, 3),
        pool("AveragePool", "plain", 3).batchInput(2, 3, 9, 8),
        pool("AveragePool", "padded", 3).withInts("pads", 1, 1, 1, 1).batchInput(1, 2, 9, 8),
        pool("AveragePool", "counting padding", 3)
            .withInts("pads", 1, 1, 1, 1)
            .with("count_include_pad", 1)
            .batchInput(1, 2, 9, 8),
        pool("AveragePool", "unequal", 3).withInts("pads", 0, 1, 1, 2).batchInput(1, 2, 9, 8),
        pool("AveragePool", "unequal counting padding", 3)
            .withInts("pads", 0, 1, 1, 2)
            .with("count_include_pad", 1)
            .batchInput(1, 2, 9, 8),
        pool("AveragePool", "up", 3).with("ceil_mode", 1).batchInput(1, 2, 10, 8),
        pool("AveragePool", "up counting padding", 3)
            .with("ceil_mode", 1)
            .withInts("pads", 1, 1, 1, 1)
            .with("count_include_pad", 1)
            .batchInput(1, 2, 9, 7),
        same("AveragePool", "SAME_UPPER").withInts("kernel_shape", 3, 3),
        OperatorCase.of("GlobalAveragePool").symbolicInput(2, 3, 5, 4),
        OperatorCase.of("GlobalAveragePool").label("1d").symbolicInput(2, 3, 5),
        OperatorCase.of("GlobalMaxPool").symbolicInput(2, 3, 5, 4));
  }

  static Stream<OperatorCase> norms() {
    return Stream.of(
        pool("LpPool", "padded", 3).withInts("pads", 1, 0, 1, 1).batchInput(2, 3, 9, 8),
        pool("LpPool", "third power", 2).with("p", 3).batchInput(2, 3, 9, 8),
        OperatorCase.of("GlobalLpPool").symbolicInput(2, 3, 5, 4),
        OperatorCase.of("GlobalLpPool").label("sum").with("p", 1).symbolicInput(2, 3, 5));
  }

  static Stream<OperatorCase> dilatedPoolsAndIndices() {
    return Stream.of(
        pool("MaxPool", "indices", 3).outputs(2).batchInput(2, 3, 9, 8),
        pool("MaxPool", "padded indices", 3)
            .withInts("pads", 1, 1, 1, 1)
            .outputs(2)
            .batchInput(2, 3, 9, 8),
        pool("MaxPool", "unequally padded indices, columns first", 3)
            .withInts("pads", 0, 1, 2, 0)
            .with("storage_order", 1)
            .outputs(2)
            .batchInput(2, 3, 9, 8),
        OperatorCase.of("MaxPool")
            .label("3d indices")
            .withInts("kernel_shape", 2, 2, 2)
            .outputs(2)
            .batchInput(2, 2, 4, 5, 6),
        pool("AveragePool", "dilated", 2)
            .opset(19)
            .withInts("dilations", 2, 2)
            .withInts("pads", 1, 0, 0, 1)
            .batchInput(1, 2, 9, 8),
        pool("AveragePool", "dilated counting padding", 2)
            .opset(19)
            .withInts("dilations", 2, 2)
            .withInts("pads", 1, 1, 1, 1)
            .with("count_include_pad", 1)
            .batchInput(1, 2, 9, 8));
  }

  static Stream<OperatorCase> resizes() {
    return Stream.of(
        resize("nearest", "asymmetric", 1, 1, 2, 3).with("nearest_mode", "floor"),
        resize("nearest", "asymmetric", 1, 1, 0.5f, 0.7f).with("nearest_mode", "floor"),
        resize("nearest", "half_pixel", 1, 1, 2, 3),
        resize("linear", "half_pixel", 1, 1, 2, 3),
        resize("linear", "pytorch_half_pixel", 1, 1, 0.6f, 1.5f),
        resize("linear", "align_corners", 1, 1, 2, 2),
        toSize("linear", "half_pixel", 1, 2, 7, 3),
        toSize("linear", "align_corners", 1, 2, 7, 9),
        toSize("nearest", "asymmetric", 1, 2, 7, 3).with("nearest_mode", "floor"),
        toSize("nearest", "half_pixel", 1, 2, 10, 12));
  }

  /** Those that no kernel of libtorch computes. */
  static Stream<OperatorCase> resamplings() {
    return Stream.of(
        resize("cubic", "half_pixel", 1, 1, 2, 0.6f),
        resize("cubic", "asymmetric", 1, 1, 2, 1.5f).with("cubic_coeff_a", -0.5f),
        resize("cubic", "half_pixel", 1, 1, 0.8f, 2).with("exclude_outside", 1),
        toSize("cubic", "align_corners", 1, 2, 8, 9),
        resize("nearest", "half_pixel", 1, 1, 0.5f, 0.7f),
        resize("nearest", "half_pixel", 1, 1, 1.5f, 2.3f).with("nearest_mode", "ceil"),
        toSize("nearest", "align_corners", 1, 2, 7, 9).with("nearest_mode", "floor"),
        toSize("nearest", "asymmetric", 1, 2, 8, 9).with("nearest_mode", "round_prefer_ceil"),
        resize("linear", "asymmetric", 1, 1, 2, 1.5f),
        resize("nearest", "half_pixel", 1, 2, 1, 3).label("channels"),
        OperatorCase.of("Resize")
            .label("computed scales")
            .with("mode", "linear")
            .input(1, 2, 5, 6)
            .omitted()
            .input(Tensor.ofFloats(new long[] {4}, 1, 1, 2, 1.5f)),
        OperatorCase.of("Resize")
            .label("computed sizes")
            .input(1, 2, 5, 6)
            .omitted()
            .omitted()
            .input(vector(1, 2, 3, 8)),
        OperatorCase.of("Resize")
            .label("some axes")
            .opset(18)
            .with("mode", "linear")
            .withInts("axes", 3, 2)
            .input(1, 2, 5, 6)
            .omitted()
            .omitted()
            .constant(vector(4, 9)),
        OperatorCase.of("Resize")
            .label("a region")
            .with("mode", "linear")
            .with("coordinate_transformation_mode", "tf_crop_and_resize")
            .with("extrapolation_value", 7f)
            .input(1, 1, 5, 6)
            .constant(Tensor.ofFloats(new long[] {8}, 0, 0, 0.4f, 0.6f, 1, 1, 1.2f, 1.7f))
            .omitted()
            .constant(vector(1, 1, 3, 3)));
  }

  static Stream<OperatorCase> pads() {
    return Stream.of(
        padding("constant", 0, 1, 2, 0, 1, 0),
        padding("constant", 0, -1, 2, 0, 1, -1).label("crop"),
        padding("edge", 0, 1, 2, 1, 0, 3),
        padding("reflect", 0, 2, 1, 1, 2, 3),
        padding("wrap", 0, 2, 1, 1, 2, 3).opset(19),
        OperatorCase.of("Pad")
            .label("value")
            .batchInput(2, 3, 4)
            .constant(vector(0, 1, 0, 0, 0, 2))
            .constant(Tensor.scalar(-1.5f)),
        OperatorCase.of("Pad")
            .label("axes")
            .opset(18)
            .batchInput(2, 3, 4)
            .constant(vector(1, 2, 3, 4))
            .omitted()
            .constant(vector(-1, 1)),
        OperatorCase.of("Pad")
            .label("computed")
            .batchInput(2, 3, 4)
            .input(vector(0, 1, 0, 0, 0, 2))
            .input(Tensor.scalar(-1.5f)),
        OperatorCase.of("Pad")
            .label("computed reflection")
            .with("mode", "reflect")
            .batchInput(2, 3, 4)
            .input(vector(0, 1, 0, 0, 0, 2)));
  }

  private static OperatorCase same(String operator, String mode) {
    return OperatorCase.of(operator)
        .label(mode)
        .with("auto_pad", mode)
        .withInts("strides", 2, 2)
        .batchInput(2, 3, 9, 8);
  }

  private static OperatorCase pool(String operator, String label, int kernel) {
    return OperatorCase.of(operator)
        .label(label)
        .withInts("kernel_shape", kernel, kernel)
        .withInts("strides", 2, 2);
  }

  private static OperatorCase resize(String mode, String transform, float... scales) {
    return OperatorCase.of("Resize")
        .label(mode + " " + transform + " " + Arrays.toString(scales))
        .with("mode", mode)
        .with("coordinate_transformation_mode", transform)
        .batchInput(1, 2, 5, 6)
        .omitted()
        .constant(Tensor.ofFloats(new long[] {4}, scales));
  }

  private static OperatorCase toSize(String mode, String transform, long... sizes) {
    return OperatorCase.of("Resize")
        .label(mode + " " + transform + " to " + Arrays.toString(sizes))
        .with("mode", mode)
        .with("coordinate_transformation_mode", transform)
        .batchInput(1, 2, 5, 6)
        .omitted()
        .omitted()
        .constant(vector(sizes));
  }

  private static OperatorCase padding(String mode, long... pads) {
    return OperatorCase.of("Pad")
        .label(mode)
        .with("mode", mode)
        .batchInput(2, 4, 5)
        .constant(vector(pads));
  }

  private static Tensor vector(long... values) {
    return Tensor.vector(values);
  }
}
