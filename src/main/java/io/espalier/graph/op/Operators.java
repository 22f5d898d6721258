package io.espalier.graph.op;

import io.espalier.graph.Node;
import java.util.Map;
import java.util.Optional;

/**
 * Every operator whose types can be inferred: one entry each, with a small rule beside it.
 *
 * <p>The table describes versions 17 to 21 of the default domain; where they differ, a rule takes
 * both forms, such as axes as attribute and as input. An operator that is missing here is accepted
 * everywhere and its outputs have no type.
 */
public final class Operators {
  private static final String WINDOW =
      "auto_pad:string dilations:ints kernel_shape:ints pads:ints strides:ints";
  private static final String POOL = WINDOW + " ceil_mode:int";
  private static final String REDUCE = "axes:ints keepdims:int noop_with_empty_axes:int";
  private static final String ARGUMENT = "axis:int keepdims:int select_last_index:int";

  private static final Map<String, Operator> TABLE = table();

  private Operators() {}

  /** The entry of a node's operator. */
  public static Optional<Operator> find(Node node) {
    return node.domain().isEmpty()
        ? Optional.ofNullable(TABLE.get(node.operator()))
        : Optional.empty();
  }

  private static Map<String, Operator> table() {
    OperatorTable table = new OperatorTable();
    addElementwise(table);
    addBroadcasting(table);
    addProducts(table);
    addPooling(table);
    addNormalizations(table);
    addReductions(table);
    addLayouts(table);
    addSelections(table);
    addSources(table);
    return table.build();
  }

  private static void addElementwise(OperatorTable table) {
    table
        .addAll(
            "Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Erf Exp Floor HardSwish Log Mish"
                + " Reciprocal Relu Round Sigmoid Sign Sin Sinh Softplus Softsign Sqrt Tan Tanh",
            "1",
            "",
            Elementwise::same)
        .addAll("Celu Elu LeakyRelu ThresholdedRelu", "1", "alpha:float", Elementwise::same)
        .addAll("HardSigmoid", "1", "alpha:float beta:float", Elementwise::same)
        .addAll("Selu", "1", "alpha:float gamma:float", Elementwise::same)
        .addAll("Shrink", "1", "bias:float lambd:float", Elementwise::same)
        .addAll("Gelu", "1", "approximate:string", Elementwise::same)
        .addAll("Clip", "1..3", "min:float max:float", Elementwise::same)
        .addAll("CumSum", "2", "exclusive:int reverse:int", Elementwise::same)
        .addAll("Trilu", "1..2", "upper:int", Elementwise::same)
        .addAll("LRN", "1", "alpha:float beta:float bias:float size:int", Elementwise::same)
        .addAll("LpNormalization", "1", "axis:int p:int", Elementwise::alongAxis)
        .addAll("ScatterElements", "3", "axis:int reduction:string", Elementwise::same)
        .addAll("ScatterND", "3", "reduction:string", Elementwise::same)
        .addAll("Softmax LogSoftmax Hardmax", "1", "axis:int", Elementwise::alongAxis)
        .addAll("IsNaN", "1", "", Elementwise::bool)
        .addAll("IsInf", "1", "detect_negative:int detect_positive:int", Elementwise::bool)
        .addAll("BitwiseNot", "1", "", Elementwise::same)
        .add("Identity", "1", "", Elementwise::same, Contents::sameOrder)
        .add("Abs", "1", "", Elementwise::same, Contents.unary(TermArithmetic::absolute))
        .add("Neg", "1", "", Elementwise::same, Contents.unary(TermArithmetic::negate))
        .add("Not", "1", "", Elementwise::same, Contents.unary(TermArithmetic::not))
        .add("Cast", "1", "to:int saturate:int", Elementwise::cast, Contents::cast)
        .add("CastLike", "2", "saturate:int", Elementwise::castLike, Contents::cast)
        .add(
            "QuantizeLinear",
            "2..3",
            "axis:int block_size:int output_dtype:int saturate:int",
            Elementwise::quantize)
        .add("DequantizeLinear", "2..3", "axis:int block_size:int", Elementwise::dequantize)
        .addMany("Dropout", "1..3", 2, "seed:int ratio:float", Elementwise::dropout);
  }

  private static void addBroadcasting(OperatorTable table) {
    table
        .add("Add", "2", "", Broadcasting::same, Contents.broadcast(TermArithmetic::add))
        .add("Sub", "2", "", Broadcasting::same, Contents.broadcast(TermArithmetic::subtract))
        .add("Mul", "2", "", Broadcasting::same, Contents.broadcast(TermArithmetic::multiply))
        .add("Div", "2", "", Broadcasting::same, Contents.broadcast(TermArithmetic::divide))
        .add("Mod", "2", "fmod:int", Broadcasting::same, Contents::modulo)
        .add("Min", "1..*", "", Broadcasting::same, Contents.broadcast(TermArithmetic::minimum))
        .add("Max", "1..*", "", Broadcasting::same, Contents.broadcast(TermArithmetic::maximum))
        .addAll("Mean Sum", "1..*", "", Broadcasting::same)
        .addAll("Pow BitwiseAnd BitwiseOr BitwiseXor", "2", "", Broadcasting::same)
        .addAll("BitShift", "2", "direction:string", Broadcasting::same)
        .add("PRelu", "2", "", Broadcasting::oneWay)
        .add("Where", "3", "", Broadcasting::where, Contents::where)
        .add("Xor", "2", "", Broadcasting::comparison)
        .add("And", "2", "", Broadcasting::comparison, Contents.broadcast(TermArithmetic::and))
        .add("Or", "2", "", Broadcasting::comparison, Contents.broadcast(TermArithmetic::or))
        .add("Equal", "2", "", Broadcasting::comparison, Contents.broadcast(TermArithmetic::equal))
        .add("Less", "2", "", Broadcasting::comparison, Contents.broadcast(TermArithmetic::less))
        .add(
            "LessOrEqual",
            "2",
            "",
            Broadcasting::comparison,
            Contents.broadcast(TermArithmetic::lessOrEqual))
        .add(
            "Greater",
            "2",
            "",
            Broadcasting::comparison,
            Contents.broadcast(TermArithmetic::greater))
        .add(
            "GreaterOrEqual",
            "2",
            "",
            Broadcasting::comparison,
            Contents.broadcast(TermArithmetic::greaterOrEqual));
  }

  private static void addProducts(OperatorTable table) {
    table
        .add("Conv", "2..3", WINDOW + " group:int", Convolutions::conv)
        .add(
            "ConvTranspose",
            "2..3",
            WINDOW + " group:int output_padding:ints output_shape:ints",
            Convolutions::convTranspose)
        .add("Gemm", "2..3", "alpha:float beta:float transA:int transB:int", Products::gemm)
        .add("MatMul", "2", "", Products::matMul)
        .add("Einsum", "1..*", "equation:string", Products::einsum);
  }

  private static void addPooling(OperatorTable table) {
    table
        .addMany("MaxPool", "1", 2, POOL + " storage_order:int", Convolutions::maxPool)
        .add("AveragePool", "1", POOL + " count_include_pad:int", Convolutions::pool)
        .add("LpPool", "1", POOL + " p:int", Convolutions::pool)
        .addAll("GlobalAveragePool GlobalMaxPool", "1", "", Convolutions::globalPool)
        .add("GlobalLpPool", "1", "p:int", Convolutions::globalPool);
  }

  private static void addNormalizations(OperatorTable table) {
    table
        .addMany(
            "BatchNormalization",
            "5",
            3,
            "epsilon:float momentum:float training_mode:int",
            Normalizations::batch)
        .add("InstanceNormalization", "3", "epsilon:float", Normalizations::perChannel)
        .add(
            "GroupNormalization",
            "3",
            "epsilon:float num_groups:int stash_type:int",
            Normalizations::group)
        .addMany(
            "LayerNormalization",
            "2..3",
            3,
            "axis:int epsilon:float stash_type:int",
            Normalizations::layer)
        .addAll("MeanVarianceNormalization", "1", "axes:ints", Elementwise::same);
  }

  private static void addReductions(OperatorTable table) {
    table
        .addAll(
            "ReduceMean ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceSumSquare",
            "1..2",
            REDUCE,
            Reductions::reduce)
        .add(
            "ReduceSum",
            "1..2",
            REDUCE,
            Reductions::reduce,
            Contents.reduceAll(TermArithmetic::add))
        .add(
            "ReduceProd",
            "1..2",
            REDUCE,
            Reductions::reduce,
            Contents.reduceAll(TermArithmetic::multiply))
        .add(
            "ReduceMin",
            "1..2",
            REDUCE,
            Reductions::reduce,
            Contents.reduceAll(TermArithmetic::minimum))
        .add(
            "ReduceMax",
            "1..2",
            REDUCE,
            Reductions::reduce,
            Contents.reduceAll(TermArithmetic::maximum))
        .addAll("ArgMax ArgMin", "1", ARGUMENT, Reductions::argument)
        .addMany("TopK", "2", 2, "axis:int largest:int sorted:int", Reductions::topK);
  }

  private static void addLayouts(OperatorTable table) {
    table
        .add("Reshape", "2", "allowzero:int", Reshapes::reshape, Contents::sameOrder)
        .add("Flatten", "1", "axis:int", Layouts::flatten, Contents::sameOrder)
        .add("Squeeze", "1..2", "axes:ints", Layouts::squeeze, Contents::sameOrder)
        .add("Unsqueeze", "1..2", "axes:ints", Layouts::unsqueeze, Contents::sameOrder)
        .add("Transpose", "1", "perm:ints", Layouts::transpose, Contents::transpose)
        .add("Expand", "2", "", Layouts::expand, Contents::expand)
        .add("Tile", "2", "", Layouts::tile)
        .add("DepthToSpace", "1", "blocksize:int mode:string", Layouts::depthToSpace)
        .add("SpaceToDepth", "1", "blocksize:int", Layouts::spaceToDepth);
  }

  private static void addSelections(OperatorTable table) {
    table
        .add("Concat", "1..*", "axis:int", Joins::concat, Contents::concat)
        .addMany("Split", "1..2", Operator.ANY, "axis:int num_outputs:int split:ints", Joins::split)
        .add("Slice", "3..5", "", Slicing::slice, Contents::slice)
        .add("Gather", "2", "axis:int", Selections::gather, Contents::gather)
        .add("GatherElements", "2", "axis:int", Selections::gatherElements)
        .add("GatherND", "2", "batch_dims:int", Selections::gatherNd)
        .add("NonZero", "1", "", Selections::nonZero)
        .add("OneHot", "3", "axis:int", Selections::oneHot)
        .add("Pad", "2..4", "mode:string", Selections::pad)
        .add(
            "Resize",
            "1..4",
            "antialias:int axes:ints coordinate_transformation_mode:string cubic_coeff_a:float"
                + " exclude_outside:int extrapolation_value:float keep_aspect_ratio_policy:string"
                + " mode:string nearest_mode:string",
            Selections::resize);
  }

  private static void addSources(OperatorTable table) {
    table
        .add(
            "Constant",
            "0",
            "value:tensor value_float:float value_floats:floats value_int:int value_ints:ints"
                + " value_string:string value_strings:strings",
            Sources::constant,
            Contents::constant)
        .add("ConstantOfShape", "1", "value:tensor", Sources::constantOfShape, Contents::filled)
        .add("Shape", "1", "start:int end:int", Sources::shape, Contents::shape)
        .add("Size", "1", "", Sources::size, Contents::size)
        .add("Range", "3", "", Sources::range, Contents::range)
        .add("EyeLike", "1", "dtype:int k:int", Sources::eyeLike);
  }
}
