package io.espalier.graph.family;

import io.espalier.graph.Attribute;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The layers that transformers are made of, in the spelling of PyTorch's exporter. */
final class TokenLayers {
  final NetworkBuilder net;

  TokenLayers(NetworkBuilder net) {
    this.net = net;
  }

  /** {@code x @ w + b}, with the weight [in, out]. */
  String project(String x, String stem, int in, int out) {
    String product = product(x, stem, in, out);
    return net.op("Add", net.weight(stem + ".bias", out), product);
  }

  /** {@code x @ w}, with the weight [in, out]. */
  String product(String x, String stem, int in, int out) {
    return net.op("MatMul", x, net.weight(stem + ".weight", in, out));
  }

  String layerNorm(String x, String stem, int width) {
    return net.op(
        "LayerNormalization",
        x,
        net.positive(stem + ".weight", width),
        net.weight(stem + ".bias", width));
  }

  /** The mean over the last axis is taken away, and the rest divided by its deviation. */
  String decomposedLayerNorm(String x, String stem, int width) {
    String centred = net.op("Sub", x, mean(x, -1, true));
    String squared = net.op("Pow", centred, scalar(stem + ".two", 2));
    String shifted = net.op("Add", mean(squared, -1, true), scalar(stem + ".eps", 1e-6f));
    String normed = net.op("Div", centred, net.op("Sqrt", shifted));
    String scaled = net.op("Mul", normed, net.positive(stem + ".weight", width));
    return net.op("Add", scaled, net.weight(stem + ".bias", width));
  }

  String rmsNorm(String x, String stem, int width) {
    String squared = net.op("Pow", x, scalar(stem + ".two", 2));
    String shifted = net.op("Add", mean(squared, -1, true), scalar(stem + ".eps", 1e-6f));
    String inverse = net.op("Reciprocal", net.op("Sqrt", shifted));
    return net.op("Mul", net.positive(stem + ".weight", width), net.op("Mul", x, inverse));
  }

  /** GELU by the error function. */
  String gelu(String x, String stem) {
    String erf = net.op("Erf", net.op("Div", x, scalar(stem + ".root2", (float) Math.sqrt(2))));
    String raised = net.op("Add", erf, scalar(stem + ".one", 1));
    return net.op("Mul", net.op("Mul", x, raised), scalar(stem + ".half", 0.5f));
  }

  String silu(String x) {
    return net.op("Mul", x, net.op("Sigmoid", x));
  }

  /** Two projections with GELU between them. */
  String mlp(String x, String stem, int width, int hidden) {
    String inner = gelu(project(x, stem + ".fc1", width, hidden), stem + ".act");
    return project(inner, stem + ".fc2", hidden, width);
  }

  String mean(String x, int axis, boolean keepsAxis) {
    return net.op(
        "ReduceMean",
        Map.of("axes", Attribute.ofInts(axis), "keepdims", Attribute.of(keepsAxis ? 1L : 0L)),
        x);
  }

  String transpose(String x, long... permutation) {
    return net.op("Transpose", Map.of("perm", Attribute.ofInts(permutation)), x);
  }

  String reshape(String x, String stem, long... target) {
    return net.op("Reshape", x, net.constant(stem + ".shape", Tensor.vector(target)));
  }

  /** The slice at one index, without the axis. */
  String pick(String x, String stem, long axis, long index) {
    String constant = net.constant(stem + ".index", Tensor.ofLongs(new long[0], index));
    return net.op("Gather", Map.of("axis", Attribute.of(axis)), x, constant);
  }

  String slice(String x, String stem, long axis, long start, long end, long step) {
    return net.op(
        "Slice",
        x,
        net.constant(stem + ".start", Tensor.vector(start)),
        net.constant(stem + ".end", Tensor.vector(end)),
        net.constant(stem + ".axis", Tensor.vector(axis)),
        net.constant(stem + ".step", Tensor.vector(step)));
  }

  String concat(long axis, String... parts) {
    return net.op("Concat", Map.of("axis", Attribute.of(axis)), parts);
  }

  /** Equal parts of an axis, each without the axis. */
  List<String> unbind(String x, String stem, long axis, int parts) {
    List<String> split = net.op("Split", parts, Map.of("axis", Attribute.of(axis)), x);
    String axes = net.constant(stem + ".axes", Tensor.vector(axis));
    return split.stream().map(part -> net.op("Squeeze", part, axes)).toList();
  }

  String softmax(String x) {
    return net.op("Softmax", Map.of("axis", Attribute.of(-1L)), x);
  }

  String scalar(String name, float value) {
    return net.constant(name, Tensor.scalar(value));
  }

  /** Zeros where a query may look, a very negative number on later keys: [1, 1, tokens, tokens]. */
  String causalMask(String name, int tokens) {
    float[] mask = new float[tokens * tokens];
    for (int query = 0; query < tokens; query++) {
      for (int key = query + 1; key < tokens; key++) {
        mask[query * tokens + key] = -1e9f;
      }
    }
    return net.constant(name, Tensor.ofFloats(new long[] {1, 1, tokens, tokens}, mask));
  }

  /** Cosines or sines of rotary positions, each frequency twice: [1, 1, tokens, width]. */
  String rotaryTable(String name, int tokens, int width, boolean cosine) {
    float[] table = new float[tokens * width];
    for (int i : IntStream.range(0, table.length).toArray()) {
      double angle = (i / width) * Math.pow(100, -2.0 * (i % width % (width / 2)) / width);
      table[i] = (float) (cosine ? Math.cos(angle) : Math.sin(angle));
    }
    return net.constant(name, Tensor.ofFloats(new long[] {1, 1, tokens, width}, table));
  }
}
