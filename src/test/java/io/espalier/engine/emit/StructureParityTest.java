package io.espalier.engine.emit;

import io.espalier.engine.OperatorCase;
import io.espalier.engine.Parity;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shapes, layouts, indices, slices, reductions, products and normalisations. */
class StructureParityTest {
  private static final Tensor INTEGERS = Tensor.ofLongs(new long[] {2, 3}, 4, -1, 7, 7, 0, 3);

  @ParameterizedTest
  @MethodSource({
    "shapes",
    "layouts",
    "indices",
    "slices",
    "reductions",
    "products",
    "normalizations",
    "norms",
    "constants"
  })
  void computesWhatOnnxRuntimeComputes(OperatorCase operator) {
    Parity.assertParity(operator);
  }

  static Stream<OperatorCase> shapes() {
    return Stream.of(
        OperatorCase.of("Reshape").symbolicInput(2, 3, 4).constant(vector(0, -1)),
        OperatorCase.of("Reshape")
            .label("zero in the middle")
            .symbolicInput(2, 3, 4)
            .constant(vector(-1, 0, 2)),
        OperatorCase.of("Reshape")
            .label("at run time")
            .symbolicInput(2, 3, 4)
            .input(vector(0, 2, -1)),
        OperatorCase.of("Reshape")
            .label("zeros allowed")
            .with("allowzero", 1)
            .input(Tensor.ofFloats(new long[] {0, 3}))
            .constant(vector(3, 0)),
        OperatorCase.of("Reshape")
            .label("zeros allowed at run time")
            .with("allowzero", 1)
            .input(2, 3)
            .input(vector(3, 2)),
        OperatorCase.of("Flatten").symbolicInput(2, 3, 4),
        OperatorCase.of("Flatten").label("0").with("axis", 0).symbolicInput(2, 3, 4),
        OperatorCase.of("Flatten").label("2").with("axis", 2).symbolicInput(2, 3, 4),
        OperatorCase.of("Flatten").label("-1").with("axis", -1).symbolicInput(2, 3, 4),
        OperatorCase.of("Flatten").label("rank").with("axis", 3).symbolicInput(2, 3, 4),
        OperatorCase.of("Squeeze").symbolicInput(2, 1, 3, 1),
        OperatorCase.of("Squeeze").label("axes").symbolicInput(2, 1, 3, 1).constant(vector(-1)),
        OperatorCase.of("Squeeze").label("two").symbolicInput(2, 1, 3, 1).constant(vector(-1, 1)),
        OperatorCase.of("Unsqueeze").symbolicInput(2, 3).constant(vector(3, 0)),
        OperatorCase.of("Unsqueeze")
            .label("from the end")
            .symbolicInput(2, 3)
            .constant(vector(-1, 1)),
        OperatorCase.of("Expand").symbolicInput(3, 1).constant(vector(2, 1, 4)),
        OperatorCase.of("Expand").label("smaller").symbolicInput(2, 3, 4).constant(vector(1)),
        OperatorCase.of("Expand").label("at run time").symbolicInput(3, 1).input(vector(3, 4)),
        OperatorCase.of("Shape").symbolicInput(2, 3, 4),
        OperatorCase.of("Shape")
            .label("part")
            .with("start", 1)
            .with("end", -1)
            .symbolicInput(2, 3, 4),
        OperatorCase.of("Shape").label("tail").with("start", -2).symbolicInput(2, 3, 4),
        OperatorCase.of("Size").symbolicInput(2, 3, 4));
  }

  static Stream<OperatorCase> layouts() {
    return Stream.of(
        OperatorCase.of("Concat").with("axis", 1).input(2, 3).weight(2, 2).input(2, 1),
        OperatorCase.of("Concat").label("last axis").with("axis", -1).input(2, 3).weight(2, 2),
        OperatorCase.of("DepthToSpace").with("blocksize", 2).symbolicInput(2, 8, 3, 4),
        OperatorCase.of("DepthToSpace")
            .label("CRD")
            .with("mode", "CRD")
            .with("blocksize", 2)
            .symbolicInput(2, 8, 3, 4),
        OperatorCase.of("SpaceToDepth").with("blocksize", 2).symbolicInput(2, 3, 4, 6),
        OperatorCase.of("Split").with("axis", 1).outputs(2).symbolicInput(2, 6),
        OperatorCase.of("Split")
            .label("sizes")
            .with("axis", -1)
            .outputs(3)
            .symbolicInput(2, 6)
            .constant(vector(1, 3, 2)),
        OperatorCase.of("Split")
            .label("smaller last part")
            .opset(18)
            .with("num_outputs", 3)
            .with("axis", 1)
            .outputs(3)
            .symbolicInput(2, 7),
        OperatorCase.of("Tile").symbolicInput(2, 3).constant(vector(1, 2)),
        OperatorCase.of("Tile").label("at run time").symbolicInput(2, 3).input(vector(3, 1)),
        OperatorCase.of("Transpose").symbolicInput(2, 3, 4),
        OperatorCase.of("Transpose")
            .label("order")
            .withInts("perm", 0, 2, 1)
            .symbolicInput(2, 3, 4),
        OperatorCase.of("Trilu").symbolicInput(2, 4, 4),
        OperatorCase.of("Trilu")
            .label("lower")
            .with("upper", 0)
            .symbolicInput(4, 4)
            .constant(Tensor.ofLongs(new long[0], -1)));
  }

  static Stream<OperatorCase> indices() {
    return Stream.of(
        OperatorCase.of("ArgMax").with("axis", 1).symbolicInput(2, 5, 3),
        OperatorCase.of("ArgMax")
            .label("equal elements")
            .input(Tensor.ofFloats(new long[] {5}, 1, 3, 3, 2, 3)),
        OperatorCase.of("ArgMin").with("axis", -1).with("keepdims", 0).symbolicInput(2, 5, 3),
        OperatorCase.of("Gather").symbolicInput(4, 3).constant(vector(2, 0, -1)),
        OperatorCase.of("Gather")
            .label("one")
            .with("axis", 1)
            .symbolicInput(4, 3)
            .constant(Tensor.ofLongs(new long[0], -1)),
        OperatorCase.of("Gather")
            .label("matrix of indices")
            .with("axis", 1)
            .symbolicInput(2, 4, 3)
            .input(INTEGERS_BELOW_4),
        OperatorCase.of("Gather")
            .label("axis from the end")
            .with("axis", -2)
            .symbolicInput(2, 4, 3)
            .input(INTEGERS_BELOW_4),
        OperatorCase.of("GatherElements")
            .with("axis", 1)
            .symbolicInput(2, 4)
            .input(INTEGERS_BELOW_4),
        OperatorCase.of("GatherND")
            .symbolicInput(2, 3, 4)
            .input(Tensor.ofLongs(new long[] {2, 2}, 0, 1, -1, 2)),
        OperatorCase.of("NonZero").input(Tensor.ofFloats(new long[] {2, 3}, 0, 1, 0, 2, 0, 3)),
        OperatorCase.of("TopK").outputs(2).symbolicInput(2, 6).constant(vector(3)),
        OperatorCase.of("TopK")
            .label("smallest of equal elements")
            .with("largest", 0)
            .with("axis", 0)
            .outputs(2)
            .input(Tensor.ofFloats(new long[] {6}, 1, 3, 1, 2, 1, 3))
            .constant(vector(4)),
        OperatorCase.of("TopK")
            .label("at run time")
            .outputs(2)
            .symbolicInput(2, 6)
            .input(vector(2)));
  }

  private static final Tensor INTEGERS_BELOW_4 =
      Tensor.ofLongs(new long[] {2, 3}, 0, 3, -1, 2, 2, 1);

  static Stream<OperatorCase> slices() {
    return Stream.of(
        slice("plain", 1, 3, 1, 1),
        slice("from the end", -3, -1, 1, 1),
        slice("beyond the end", 1, Long.MAX_VALUE, 2, 1),
        slice("beyond the start", Long.MIN_VALUE, 3, -1, 1),
        slice("backwards", -1, Long.MIN_VALUE, -1, 1),
        slice("backwards by two", 4, 0, -2, 1),
        slice("backwards from beyond", Long.MAX_VALUE, -4, -1, -1),
        slice("empty backwards", 1, 4, -1, 1),
        OperatorCase.of("Slice")
            .label("two axes")
            .symbolicInput(4, 5)
            .constant(vector(1, 0))
            .constant(vector(3, 4)),
        OperatorCase.of("Slice")
            .label("at run time")
            .symbolicInput(4, 5)
            .input(vector(1, -3))
            .input(vector(4, 9)));
  }

  static Stream<OperatorCase> reductions() {
    Stream<OperatorCase> attributes =
        Stream.of(
                "ReduceL1",
                "ReduceL2",
                "ReduceLogSumExp",
                "ReduceMax",
                "ReduceMean",
                "ReduceMin",
                "ReduceProd",
                "ReduceSumSquare")
            .map(
                operator ->
                    OperatorCase.of(operator).withInts("axes", 1, -1).symbolicInput(2, 3, 4));
    Stream<OperatorCase> inputs =
        Stream.of("ReduceL2", "ReduceMax", "ReduceMean", "ReduceProd", "ReduceSum")
            .map(
                operator ->
                    OperatorCase.of(operator)
                        .label("axes as an input")
                        .opset(18)
                        .with("keepdims", 0)
                        .symbolicInput(2, 3, 4)
                        .constant(vector(0, 2)));
    Stream<OperatorCase> special =
        Stream.of(
            OperatorCase.of("ReduceSum").label("all").symbolicInput(2, 3, 4),
            OperatorCase.of("ReduceMax").label("all").with("keepdims", 0).symbolicInput(2, 3, 4),
            OperatorCase.of("ReduceProd").label("all").with("keepdims", 0).symbolicInput(2, 3, 4),
            OperatorCase.of("ReduceSum")
                .label("no axes")
                .with("noop_with_empty_axes", 1)
                .symbolicInput(2, 3),
            OperatorCase.of("ReduceSum").label("integers").input(INTEGERS).constant(vector(1)),
            OperatorCase.of("ReduceLogSum")
                .withInts("axes", 1)
                .input(Tensor.ofFloats(new long[] {2, 2}, 1, 2, 3, 4)),
            OperatorCase.of("CumSum").symbolicInput(2, 4).constant(Tensor.ofLongs(new long[0], 1)));
    return Stream.of(attributes, inputs, special).flatMap(cases -> cases);
  }

  static Stream<OperatorCase> products() {
    return Stream.of(
        OperatorCase.of("Gemm")
            .label("linear")
            .with("transB", 1)
            .batchInput(2, 3)
            .weight(4, 3)
            .weight(4),
        OperatorCase.of("Gemm").label("no bias").batchInput(2, 3).weight(3, 4),
        OperatorCase.of("Gemm")
            .label("scaled")
            .with("transA", 1)
            .with("alpha", 0.5f)
            .with("beta", 2f)
            .input(3, 2)
            .weight(3, 4)
            .weight(2, 1),
        OperatorCase.of("Gemm").label("scalar bias").batchInput(2, 3).weight(3, 4).weight(),
        OperatorCase.of("MatMul").batchInput(2, 3, 4).weight(4, 5),
        OperatorCase.of("MatMul").label("batched").batchInput(2, 2, 3, 4).input(2, 4, 5),
        OperatorCase.of("MatMul").label("vector").batchInput(2, 3).weight(3),
        OperatorCase.of("Einsum").with("equation", "bij, bkj -> bik").input(2, 3, 4).input(2, 5, 4),
        OperatorCase.of("Einsum")
            .label("ellipsis")
            .with("equation", "...i,Zi->...Z")
            .input(2, 3, 4)
            .input(5, 4),
        OperatorCase.of("Einsum")
            .label("output without labels")
            .with("equation", "zij,zjk")
            .input(2, 3, 4)
            .input(2, 4, 5),
        OperatorCase.of("Einsum")
            .label("diagonals")
            .with("equation", "...ii->...i")
            .input(2, 3, 3));
  }

  static Stream<OperatorCase> normalizations() {
    return Stream.of(
        OperatorCase.of("BatchNormalization")
            .with("epsilon", 1e-3f)
            .batchInput(2, 3, 4, 4)
            .positiveWeight(3)
            .weight(3)
            .weight(3)
            .positiveWeight(3),
        OperatorCase.of("BatchNormalization")
            .label("matrix")
            .batchInput(2, 3)
            .positiveWeight(3)
            .weight(3)
            .weight(3)
            .positiveWeight(3),
        OperatorCase.of("InstanceNormalization").batchInput(2, 3, 4, 4).positiveWeight(3).weight(3),
        OperatorCase.of("LayerNormalization").batchInput(2, 3, 4).positiveWeight(4).weight(4),
        OperatorCase.of("LayerNormalization")
            .label("no bias")
            .with("axis", 1)
            .batchInput(2, 3, 4)
            .positiveWeight(3, 4),
        OperatorCase.of("GroupNormalization")
            .label("scale for each channel")
            .opset(21)
            .with("num_groups", 2)
            .batchInput(2, 4, 3, 3)
            .positiveWeight(4)
            .weight(4),
        OperatorCase.of("GroupNormalization")
            .label("scale for each group")
            .opset(18)
            .with("num_groups", 2)
            .batchInput(2, 4, 3, 3)
            .positiveWeight(2)
            .weight(2));
  }

  static Stream<OperatorCase> norms() {
    return Stream.of(
        OperatorCase.of("LayerNormalization")
            .label("statistics")
            .with("axis", -2)
            .outputs(3)
            .batchInput(2, 3, 4)
            .positiveWeight(3, 4)
            .weight(3, 4),
        OperatorCase.of("LRN").with("size", 3).with("alpha", 0.3f).batchInput(2, 5, 3, 3),
        OperatorCase.of("LpNormalization").batchInput(2, 3, 4),
        OperatorCase.of("LpNormalization")
            .label("sums")
            .with("p", 1)
            .with("axis", 1)
            .input(Tensor.ofFloats(new long[] {2, 2}, 1, -3, 0, 0)),
        OperatorCase.of("MeanVarianceNormalization").batchInput(2, 3, 4, 4),
        OperatorCase.of("MeanVarianceNormalization")
            .label("axes")
            .withInts("axes", 1)
            .batchInput(2, 3, 4, 4));
  }

  static Stream<OperatorCase> constants() {
    return Stream.of(
        OperatorCase.of("ConstantOfShape").input(vector(2, 3)),
        OperatorCase.of("ConstantOfShape")
            .label("ones")
            .with("value", Tensor.vector(1))
            .constant(vector(2, 3)),
        OperatorCase.of("Range").constant(scalar(1)).input(scalar(9)).constant(scalar(3)),
        OperatorCase.of("Range")
            .label("floats")
            .input(Tensor.scalar(1))
            .input(Tensor.scalar(0))
            .input(Tensor.scalar(-0.3f)),
        OperatorCase.of("Cast")
            .label("of a constant")
            .with("to", ElementType.INT32.onnxCode())
            .constant(INTEGERS));
  }

  private static OperatorCase slice(String label, long start, long end, long step, long axis) {
    return OperatorCase.of("Slice")
        .label(label)
        .symbolicInput(3, 6)
        .constant(vector(start))
        .constant(vector(end))
        .constant(vector(axis))
        .constant(vector(step));
  }

  private static Tensor vector(long... values) {
    return Tensor.vector(values);
  }

  private static Tensor scalar(long value) {
    return Tensor.ofLongs(new long[0], value);
  }
}
