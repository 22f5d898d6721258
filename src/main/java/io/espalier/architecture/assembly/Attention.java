package io.espalier.architecture.assembly;

import io.espalier.graph.Attribute;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Scaled dot-product attention of several heads over sequences {@code [B, T, D]}.
 *
 * <p>Source: Vaswani et al., NeurIPS 2017, section 3.2.
 *
 * @param heads divides the width
 * @param width D
 */
public record Attention(Assembly assembly, int heads, long width) {
  private static final long[] SPLIT_HEADS = {0, 2, 1, 3};
  private static final long[] SPLIT_HEADS_TRANSPOSED = {0, 2, 3, 1};

  /** Queries, keys and values {@code [B, T, D]} of one product {@code [B, T, 3*D]}. */
  public List<String> split(String name, String product) {
    String widths = assembly.constant(name + ".widths", Tensor.vector(width, width, width));
    return assembly.op(name, "Split", 3, Map.of("axis", Attribute.of(-1L)), product, widths);
  }

  /** What the tokens look up in each other, {@code [B, T, D]}; all of them are seen. */
  public String apply(String name, List<String> queryKeyValue) {
    return weighted(name, scores(name, queryKeyValue), queryKeyValue);
  }

  /**
   * The same, with a mask that is added to the scores.
   *
   * @param mask broadcast to {@code [B, heads, T, T]}
   */
  public String apply(String name, List<String> queryKeyValue, String mask) {
    String scores = scores(name, queryKeyValue);
    return weighted(name, assembly.op(name + ".masked", "Add", scores, mask), queryKeyValue);
  }

  private String scores(String name, List<String> queryKeyValue) {
    String query = heads(name + ".query", queryKeyValue.get(0), SPLIT_HEADS);
    String key = heads(name + ".key", queryKeyValue.get(1), SPLIT_HEADS_TRANSPOSED);
    String product = assembly.op(name + ".scores", "MatMul", query, key);
    float factor = (float) (1 / Math.sqrt((double) width / heads));
    String scale = assembly.constant(name + ".scale", Tensor.scalar(factor));
    return assembly.op(name + ".scaled", "Mul", product, scale);
  }

  private String weighted(String name, String scores, List<String> queryKeyValue) {
    Map<String, Attribute> lastAxis = Map.of("axis", Attribute.of(-1L));
    String weights = assembly.op(name + ".weights", "Softmax", lastAxis, scores);
    String value = heads(name + ".value", queryKeyValue.get(2), SPLIT_HEADS);
    String context = assembly.op(name + ".context", "MatMul", weights, value);
    String merged = transpose(name + ".merge", context, SPLIT_HEADS);
    return reshape(name + ".joined", merged, 0, 0, width);
  }

  private String heads(String name, String x, long[] order) {
    return transpose(name + ".heads", reshape(name, x, 0, 0, heads, width / heads), order);
  }

  private String transpose(String name, String x, long[] order) {
    return assembly.op(name, "Transpose", Map.of("perm", Attribute.ofInts(order)), x);
  }

  private String reshape(String name, String x, long... shape) {
    String target = assembly.constant(name + ".shape", Tensor.vector(shape));
    return assembly.op(name, "Reshape", x, target);
  }
}
