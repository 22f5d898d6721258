package io.espalier.graph.op;

import io.espalier.graph.ElementType;
import io.espalier.graph.TensorType;
import java.util.List;

/** Conversions between real numbers and small integers, and products of such integers. */
final class Quantizations {
  private static final String WINDOW =
      "auto_pad:string dilations:ints group:int kernel_shape:ints pads:ints strides:ints";
  private static final int CONV_WEIGHT = 3;
  private static final int CONV_BIAS = 8;
  private static final int RIGHT_FACTOR = 3;
  private static final int OUTPUT_ZERO_POINT = 7;

  private Quantizations() {}

  static void addTo(OperatorTable table) {
    table
        .add(
            "QuantizeLinear",
            "2..3",
            "axis:int block_size:int output_dtype:int saturate:int",
            Quantizations::quantize)
        .add("DequantizeLinear", "2..3", "axis:int block_size:int", Quantizations::dequantize)
        .addMany("DynamicQuantizeLinear", "1", 3, "", Quantizations::quantizeDynamically)
        .add("QLinearConv", "8..9", WINDOW, Quantizations::quantizedConv)
        .add("QLinearMatMul", "8", "", Quantizations::quantizedMatMul)
        .add("ConvInteger", "2..4", WINDOW, context -> integers(Convolutions.conv(context, 1, 4)))
        .add("MatMulInteger", "2..4", "", context -> integers(Products.matMul(context, 1)));
  }

  private static TensorType quantize(RuleContext context) {
    requireScale(context);
    ElementType asked =
        context.node().intAttribute("output_dtype", 0) == 0
            ? ElementType.UINT8
            : Elementwise.elementType(context, "output_dtype");
    ElementType type = context.optionalType(2).map(TensorType::elementType).orElse(asked);
    return context.type(0).withElementType(type);
  }

  private static TensorType dequantize(RuleContext context) {
    requireScale(context);
    return context.type(0).withElementType(context.type(1).elementType());
  }

  /** One scale, one for each position of the axis, or one for each block along it. */
  private static void requireScale(RuleContext context) {
    TensorType x = context.type(0);
    TensorType scale = context.type(1);
    if (context.node().intAttribute("block_size", 0) > 0) {
      RuleContext.require(
          scale.rank() == x.rank(),
          "the scale (%s) of blocks must have the axes of (%s)",
          scale,
          x);
    } else if (scale.rank() == 1 && !scale.dim(0).is(1)) {
      int axis = RuleContext.axis(context.node().intAttribute("axis", 1), x.rank());
      RuleContext.requireSame(scale.dim(0), x.dim(axis), "scales and the extent of their axis");
    }
  }

  private static List<TensorType> quantizeDynamically(RuleContext context) {
    TensorType bytes = context.type(0).withElementType(ElementType.UINT8);
    TensorType scalar = bytes.withShape(List.of());
    return List.of(bytes, scalar.withElementType(ElementType.FLOAT), scalar);
  }

  private static TensorType quantizedConv(RuleContext context) {
    TensorType convolved = Convolutions.conv(context, CONV_WEIGHT, CONV_BIAS);
    return convolved.withElementType(context.type(OUTPUT_ZERO_POINT).elementType());
  }

  private static TensorType quantizedMatMul(RuleContext context) {
    TensorType product = Products.matMul(context, RIGHT_FACTOR);
    return product.withElementType(context.type(OUTPUT_ZERO_POINT).elementType());
  }

  private static TensorType integers(TensorType type) {
    return type.withElementType(ElementType.INT32);
  }
}
