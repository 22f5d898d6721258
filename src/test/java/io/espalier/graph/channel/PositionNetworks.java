package io.espalier.graph.channel;

import io.espalier.graph.Attribute;
import io.espalier.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Couplings by operators that read positions of other axes as numbers, and by masks. */
final class PositionNetworks {
  private static final Map<String, Attribute> LAST = Map.of("axis", Attribute.of(-1L));

  private PositionNetworks() {}

  /** Networks by name: what each does with its input. */
  static Map<String, BiFunction<Blocks, String, String>> all() {
    Map<String, BiFunction<Blocks, String, String>> all = new LinkedHashMap<>();
    all.put("elements", PositionNetworks::elements);
    all.put("accumulated", PositionNetworks::accumulated);
    all.put("triangle", PositionNetworks::triangle);
    all.put("overwritten", PositionNetworks::overwritten);
    all.put("masked", PositionNetworks::masked);
    all.put("mean-variance", PositionNetworks::meanVariance);
    all.put("vectors", PositionNetworks::vectors);
    all.put("one-hot", PositionNetworks::oneHot);
    all.put("unpooled", PositionNetworks::unpooled);
    all.put("sampled", PositionNetworks::sampled);
    all.put("regions", PositionNetworks::regions);
    all.put("reversed", PositionNetworks::reversed);
    return all;
  }

  /** In each row, the three largest elements once more, without their signs. */
  private static String elements(Blocks s, String x) {
    int a = s.width();
    String y = s.block(x, 3, a);
    String count = s.net.constant("count", Tensor.vector(3));
    List<String> ordered = s.net.op("TopK", 2, LAST, y, count);
    String picked = s.net.op("GatherElements", LAST, y, ordered.get(1));
    String put = s.net.op("ScatterElements", LAST, y, ordered.get(1), s.net.op("Abs", picked));
    return s.head(s.block(put, a, 6), 6);
  }

  private static String accumulated(Blocks s, String x) {
    int a = s.width();
    String axis = s.net.constant("axis", Tensor.ofLongs(new long[0], -1));
    return s.head(s.block(s.net.op("CumSum", s.block(x, 3, a), axis), a, 6), 6);
  }

  private static String triangle(Blocks s, String x) {
    int a = s.width();
    return s.head(s.block(s.net.op("Trilu", s.block(x, 3, a)), a, 6), 6);
  }

  /** The first image of the batch is read by number and written back without signs. */
  private static String overwritten(Blocks s, String x) {
    int a = s.width();
    String y = s.block(x, 3, a);
    String first = s.net.constant("first", Tensor.ofLongs(new long[] {1, 1}, 0));
    String image = s.net.op("Tanh", s.net.op("GatherND", y, first));
    return s.head(s.block(s.net.op("ScatterND", y, first, image), a, 6), 6);
  }

  /** Of two layers, the one whose gate is open; of the rest, what a constant of channels says. */
  private static String masked(Blocks s, String x) {
    int a = s.width();
    String gate = s.net.op("Greater", s.block(x, 3, a), s.net.weight("threshold", a, 1, 1));
    String chosen = s.net.op("Where", gate, s.block(x, 3, a), s.net.weight("other", 1, a, 1, 1));
    return s.head(s.block(chosen, a, 6), 6);
  }

  /** A pool that is undone: its indices count the channels on both sides. */
  private static String unpooled(Blocks s, String x) {
    int a = s.width();
    Map<String, Attribute> window =
        Map.of("kernel_shape", Attribute.ofInts(2, 2), "strides", Attribute.ofInts(2, 2));
    List<String> pooled = s.net.op("MaxPool", 2, window, s.block(x, 3, a));
    String y = s.net.op("MaxUnpool", window, s.net.op("Tanh", pooled.get(0)), pooled.get(1));
    return s.head(s.block(y, a, 6), 6);
  }

  private static String sampled(Blocks s, String x) {
    int a = s.width();
    Map<String, Attribute> first =
        Map.of("axes", Attribute.ofInts(1), "keepdims", Attribute.of(0L));
    String mean = s.net.op("Tanh", s.net.op("ReduceMean", first, s.block(x, 3, 4)));
    String last = s.net.constant("last", Tensor.vector(3));
    String places = s.net.op("Unsqueeze", mean, last);
    String grid = s.net.op("Concat", LAST, places, places);
    return s.head(s.block(s.net.op("GridSample", s.block(x, 3, a), grid), a, 6), 6);
  }

  /** Of each of the first two images, a corner. */
  private static String regions(Blocks s, String x) {
    int a = s.width();
    String corners =
        s.net.constant("corners", Tensor.ofFloats(new long[] {2, 4}, 0, 0, 3, 3, 1, 1, 5, 4));
    String images = s.net.constant("images", Tensor.vector(1, 0));
    Map<String, Attribute> size =
        Map.of("output_height", Attribute.of(6L), "output_width", Attribute.of(6L));
    String parts = s.net.op("RoiAlign", size, s.block(x, 3, a), corners, images);
    String mean = s.net.op("ReduceMean", Map.of("axes", Attribute.ofInts(0)), parts);
    return s.head(s.net.op("Mul", s.block(x, 3, a), mean), a);
  }

  /** The first three rows of every image upside down. */
  private static String reversed(Blocks s, String x) {
    int a = s.width();
    Map<String, Attribute> rows =
        Map.of("batch_axis", Attribute.of(0L), "time_axis", Attribute.of(1L));
    Map<String, Attribute> swap = Map.of("perm", Attribute.ofInts(0, 2, 1, 3));
    String count = s.net.op("Shape", Map.of("end", Attribute.of(1L)), x);
    String lengths = s.net.op("Expand", s.net.constant("three", Tensor.vector(3)), count);
    String rowsFirst = s.net.op("Transpose", swap, s.block(x, 3, a));
    String y = s.net.op("ReverseSequence", rows, rowsFirst, lengths);
    return s.head(s.block(s.net.op("Transpose", swap, y), a, 6), 6);
  }

  private static String meanVariance(Blocks s, String x) {
    int a = s.width();
    String y = s.net.op("MeanVarianceNormalization", s.net.conv(x, 3, a, 3, 1, 1));
    return s.head(s.block(y, a, 6), 6);
  }

  /** Batch normalisation of vectors and of sequences. */
  private static String vectors(Blocks s, String x) {
    int a = s.width();
    String pooled = s.net.op("Flatten", s.net.op("GlobalAveragePool", s.block(x, 3, a)));
    String vector = s.net.relu(s.net.batchNorm(s.net.linear(pooled, a, 8), 8));
    String sequence = s.net.op("Unsqueeze", vector, s.net.constant("axes", Tensor.vector(2)));
    String w = s.net.weight("conv1d.weight", 6, 8, 1);
    String normed = s.net.batchNorm(s.net.op("Conv", sequence, w), 6);
    return s.net.linear(s.net.op("Flatten", normed), 6, Blocks.CLASSES);
  }

  /** Each image looks a bias up by the index of its largest class. */
  private static String oneHot(Blocks s, String x) {
    int a = s.width();
    String pooled = s.net.op("Flatten", s.net.op("GlobalAveragePool", s.block(x, 3, a)));
    String classes = s.net.linear(pooled, a, 7);
    Map<String, Attribute> flat = Map.of("axis", Attribute.of(1L), "keepdims", Attribute.of(0L));
    String largest = s.net.op("ArgMax", flat, classes);
    String depth = s.net.constant("depth", Tensor.ofLongs(new long[0], 7));
    String values = s.net.constant("values", Tensor.ofFloats(new long[] {2}, 0, 1));
    String chosen = s.net.op("OneHot", LAST, largest, depth, values);
    String bias = s.net.relu(s.net.op("MatMul", chosen, s.net.weight("table", 7, 8)));
    return s.net.linear(bias, 8, Blocks.CLASSES);
  }
}
