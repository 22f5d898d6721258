package io.espalier.graph.channel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The rule of every operator that is known; all others freeze what they touch. */
final class ChannelRules {
  private static final String POOLS =
      "AveragePool GlobalAveragePool GlobalLpPool GlobalMaxPool LpPool MaxPool";
  private static final String UNARY =
      """
      Abs Acos Acosh Asin Asinh Atan Atanh BitwiseNot Cast CastLike Ceil Celu Clip Cos Cosh Dropout
      Elu Erf Exp Floor Gelu HardSigmoid HardSwish Identity IsInf IsNaN LeakyRelu Log Mish Neg Not
      Reciprocal Relu Round Selu Shrink Sigmoid Sign Sin Sinh Softplus Softsign Sqrt Swish Tan
      Tanh ThresholdedRelu\
      """;
  private static final String QUANTIZED =
      "ConvInteger DynamicQuantizeLinear MatMulInteger QLinearConv QLinearMatMul";
  private static final String SUMS = "Add Sub Sum";
  private static final String OTHER_ELEMENTWISE =
      """
      And BitShift BitwiseAnd BitwiseOr BitwiseXor Div Equal Greater GreaterOrEqual Less LessOrEqual
      Max Mean Min Mod Or PRelu Pow Where Xor\
      """;
  private static final String REDUCTIONS =
      """
      ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd
      ReduceSum ReduceSumSquare\
      """;

  private static final Map<String, ChannelRule> RULES = rules();

  private ChannelRules() {}

  /** The rule of an operator of the default domain, if there is one. */
  static Optional<ChannelRule> of(String operator) {
    return Optional.ofNullable(RULES.get(operator));
  }

  private static Map<String, ChannelRule> rules() {
    Map<String, ChannelRule> rules = new HashMap<>();
    layers(rules);
    elementwise(rules);
    movements(rules);
    reductions(rules);
    return Map.copyOf(rules);
  }

  private static void layers(Map<String, ChannelRule> rules) {
    rules.put("Conv", ConvolutionRules::convolution);
    rules.put("ConvTranspose", ConvolutionRules::transposed);
    rules.put("Gemm", MatrixRules::gemm);
    rules.put("MatMul", MatrixRules::matMul);
    rules.put("Einsum", EinsumRules::einsum);
    rules.put("Attention", AttentionRules::attention);
    putAll(rules, "GRU LSTM RNN", RecurrentRules::layer);
    rules.put("BatchNormalization", NormalizationRules::batch);
    rules.put("InstanceNormalization", NormalizationRules::instance);
    putAll(rules, "LayerNormalization RMSNormalization", NormalizationRules::layer);
    rules.put("MeanVarianceNormalization", NormalizationRules::meanVariance);
    rules.put("GroupNormalization", NormalizationRules::group);
    putAll(rules, POOLS, PoolingRules::pool);
    rules.put("MaxUnpool", PoolingRules::unpool);
    rules.put("GridSample", RegionRules::gridSample);
    putAll(rules, "MaxRoiPool RoiAlign", RegionRules::regions);
    rules.put("Resize", PoolingRules::resize);
    putAll(rules, QUANTIZED, QuantizedRules::layer);
  }

  private static void elementwise(Map<String, ChannelRule> rules) {
    putAll(rules, UNARY, ElementwiseRules::unary);
    putAll(rules, SUMS, ElementwiseRules::sum);
    rules.put("Mul", ElementwiseRules::product);
    putAll(rules, OTHER_ELEMENTWISE, ElementwiseRules::general);
    putAll(rules, "DequantizeLinear QuantizeLinear", ElementwiseRules::quantization);
  }

  private static void movements(Map<String, ChannelRule> rules) {
    rules.put("Concat", JoinRules::concat);
    rules.put("Split", JoinRules::split);
    rules.put("Slice", JoinRules::slice);
    rules.put("Gather", JoinRules::gather);
    rules.put("Shape", JoinRules::shape);
    rules.put("GatherElements", SelectionRules::gatherElements);
    rules.put("GatherND", SelectionRules::gatherNd);
    rules.put("ScatterElements", SelectionRules::scatterElements);
    rules.put("ScatterND", SelectionRules::scatterNd);
    rules.put("OneHot", SelectionRules::oneHot);
    rules.put("TopK", SelectionRules::topK);
    rules.put("ReverseSequence", RegionRules::reverseSequence);
    putAll(rules, "Flatten Reshape Squeeze Unsqueeze", RearrangementRules::reshape);
    rules.put("Transpose", RearrangementRules::transpose);
    rules.put("Expand", RearrangementRules::expand);
    rules.put("Tile", RearrangementRules::tile);
    rules.put("Pad", PadRules::pad);
    rules.put("DepthToSpace", RearrangementRules::depthToSpace);
    rules.put("SpaceToDepth", RearrangementRules::spaceToDepth);
  }

  private static void reductions(Map<String, ChannelRule> rules) {
    putAll(rules, REDUCTIONS, ReductionRules::reduce);
    putAll(rules, "Hardmax LogSoftmax Softmax", ReductionRules::normalizeAxis);
    rules.put("LpNormalization", ReductionRules::normalizeLength);
    rules.put("CumSum", ReductionRules::accumulate);
    rules.put("Trilu", ReductionRules::triangle);
    rules.put("LRN", ReductionRules::mixChannels);
    putAll(rules, "ArgMax ArgMin", ReductionRules::argument);
  }

  /** One rule for several operators, separated by white space. */
  private static void putAll(Map<String, ChannelRule> rules, String operators, ChannelRule rule) {
    for (String operator : operators.split("\\s+")) {
      rules.put(operator, rule);
    }
  }
}
