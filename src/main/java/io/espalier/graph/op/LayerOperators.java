package io.espalier.graph.op;

/** Operators that combine elements by sums: products, windows, normalisations, reductions. */
final class LayerOperators {
  private static final String WINDOW =
      "auto_pad:string dilations:ints kernel_shape:ints pads:ints strides:ints";
  private static final String POOL = WINDOW + " ceil_mode:int";
  private static final String REDUCE = "axes:ints keepdims:int noop_with_empty_axes:int";
  private static final String ARGUMENT = "axis:int keepdims:int select_last_index:int";

  private LayerOperators() {}

  static void addTo(OperatorTable table) {
    addProducts(table);
    addPooling(table);
    addNormalizations(table);
    addReductions(table);
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
        .add("Einsum", "1..*", "equation:string", Products::einsum)
        .add("Det", "1", "", Products::determinant);
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
}
