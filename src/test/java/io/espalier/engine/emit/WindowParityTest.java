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
  @MethodSource({"convolutions", "transposedConvolutions", "pools", "resizes", "pads"})
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
            .weight(6));
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
            .constant(vector(-1, 1)));
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
