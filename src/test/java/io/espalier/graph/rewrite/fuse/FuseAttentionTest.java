package io.espalier.graph.rewrite.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attention over two heads of 4 in the ways that exporters spell it. */
class FuseAttentionTest {
  private static final Map<String, Attribute> SWAP = Map.of("perm", Attribute.ofInts(0, 1, 3, 2));
  private static final Map<String, Attribute> HEADS = Map.of("perm", Attribute.ofInts(0, 2, 1, 3));
  private static final Map<String, Attribute> KEYS = Map.of("perm", Attribute.ofInts(0, 2, 3, 1));
  private static final Map<String, Attribute> LAST = Map.of("axis", Attribute.of(-1L));

  private final NetworkBuilder network = new NetworkBuilder("g", 1);

  /** Where the scale of the scores stands. */
  private enum Scaling {
    NONE,
    PRODUCT,
    QUOTIENT,
    QUERY,
    BOTH,
    TRANSPOSED
  }

  @Test
  void fusesAttentionOverHeads() {
    String scores = scores(input("q", 5), input("k", 7), Scaling.PRODUCT);
    network.output(network.op("MatMul", softmax(scores), input("v", 7)), 2, 5, 4);
    assertThat(FusionCheck.fused(new FuseAttention(), network.build()))
        .isEqualTo(
            """
            graph g(q: float[batch,2,5,4], k: float[batch,2,7,4], v: float[batch,2,7,4])\
             -> (matmul_4_out: float[batch,2,5,4])
              matmul_4_out = Attention(q, k, v) {scale=0.5}
            """);
  }

  @ParameterizedTest
  @EnumSource
  void fusesWhereverTheScaleStands(Scaling scaling) {
    String scores = scores(input("q", 5), input("k", 7), scaling);
    network.output(network.op("MatMul", softmax(scores), input("v", 7)), 2, 5, 4);
    String scale = scaling == Scaling.NONE ? "1\\.0" : "0\\.(5|49999\\d+)";
    assertThat(FusionCheck.fused(new FuseAttention(), network.build()))
        .containsPattern("Attention\\(q, k, v\\) \\{scale=%s}".formatted(scale))
        .doesNotContain("MatMul(", "Mul(");
  }

  @Test
  void fusesAMask() {
    String mask = network.input("mask", 1, 1, 7);
    String masked = network.op("Add", scores(input("q", 5), input("k", 7), Scaling.QUOTIENT), mask);
    network.output(network.op("MatMul", softmax(masked), input("v", 7)), 2, 5, 4);
    assertThat(FusionCheck.fused(new FuseAttention(), network.build()))
        .contains("Attention(q, k, v, mask) {scale=0.5}");
  }

  @Test
  void fusesAMaskOfTwoAxesInFront() {
    String mask = network.weight("bias", 5, 7);
    String masked = network.op("Add", mask, scores(input("q", 5), input("k", 7), Scaling.PRODUCT));
    network.output(network.op("MatMul", softmax(masked), input("v", 7)), 2, 5, 4);
    assertThat(FusionCheck.fused(new FuseAttention(), network.build()))
        .contains("Attention(q, k, v, bias)");
  }

  @Test
  void fusesSeparateProjectionsWhoseKeysWereTurnedAtOnce() {
    String x = network.input("x", 5, 8);
    String query = heads(x, "q", HEADS);
    String turned = heads(x, "k", KEYS);
    String value = heads(x, "v", HEADS);
    String scores = network.op("Div", network.op("MatMul", query, turned), scalar(2));
    network.output(network.op("MatMul", softmax(scores), value), 2, 5, 4);
    assertThat(FusionCheck.fused(new FuseAttention(), network.build()))
        .contains(
            "matmul_12.key = Transpose(reshape_4_out) {perm=[0, 2, 1, 3]}",
            "matmul_12_out = Attention(transpose_2_out, matmul_12.key, transpose_8_out) {scale=0.5}");
  }

  @Test
  void fusesOneProjectionOfQueriesKeysAndValues() {
    String x = network.input("x", 5, 8);
    String all = network.op("MatMul", x, network.weight("qkv", 8, 24));
    String split =
        network.op("Reshape", all, network.constant("parts", Tensor.vector(0, 5, 3, 2, 4)));
    String turned = network.op("Transpose", Map.of("perm", Attribute.ofInts(2, 0, 3, 1, 4)), split);
    String scores = scores(part(turned, 0), part(turned, 1), Scaling.QUERY);
    network.output(network.op("MatMul", softmax(scores), part(turned, 2)), 2, 5, 4);
    assertThat(FusionCheck.fused(new FuseAttention(), network.build())).contains("= Attention(");
  }

  @Test
  void leavesWeightsAloneThatAreAnOutput() {
    String weights = softmax(scores(input("q", 5), input("k", 7), Scaling.PRODUCT));
    network.output(network.op("MatMul", weights, input("v", 7)), 2, 5, 4);
    network.output(weights, 2, 5, 7);
    assertUnchanged();
  }

  @Test
  void leavesKeysAloneThatAreReadTransposed() {
    String turned = network.op("Transpose", SWAP, input("k", 7));
    String scores = network.op("MatMul", input("q", 5), turned);
    network.output(network.op("MatMul", softmax(scores), input("v", 7)), 2, 5, 4);
    network.output(network.relu(turned), 2, 4, 7);
    assertUnchanged();
  }

  @Test
  void leavesASoftmaxAlongQueriesAlone() {
    String scores = scores(input("q", 5), input("k", 7), Scaling.PRODUCT);
    String weights = network.op("Softmax", Map.of("axis", Attribute.of(2L)), scores);
    network.output(network.op("MatMul", weights, input("v", 7)), 2, 5, 4);
    assertUnchanged();
  }

  @Test
  void leavesAScaleForEachHeadAlone() {
    String product = scores(input("q", 5), input("k", 7), Scaling.NONE);
    String scores = network.op("Mul", product, network.positive("temperature", 2, 1, 1));
    network.output(network.op("MatMul", softmax(scores), input("v", 7)), 2, 5, 4);
    assertUnchanged();
  }

  @Test
  void leavesKeysOfOneHeadForAllAlone() {
    String key = network.input("k", 1, 7, 4);
    String scores = scores(input("q", 5), key, Scaling.PRODUCT);
    network.output(network.op("MatMul", softmax(scores), input("v", 7)), 2, 5, 4);
    assertUnchanged();
  }

  @Test
  void splitsHeadsThatAreFoldedIntoTheBatch() {
    String weights = softmax(foldedScores());
    network.output(
        network.op("Reshape", network.op("MatMul", weights, "reshape_2_out"), apart(5)), 2, 5, 4);
    assertThat(FusionCheck.fused(new FuseAttention(), network.build()))
        .contains(
            "[-1, 2, 5, 4]",
            "[-1, 2, 7, 4]",
            "matmul_6.mixed = Attention(matmul_6.query, matmul_6.keys, matmul_6.values) {scale=1.0}",
            "matmul_6_out = Reshape(matmul_6.mixed, matmul_6.joined.shape)");
  }

  @Test
  void leavesAMaskForEachFoldedHeadAlone() {
    String folded = network.constant("scores", Tensor.vector(-1, 5, 7));
    String mask = network.op("Reshape", network.input("mask", 2, 5, 7), folded);
    String weights = softmax(network.op("Add", foldedScores(), mask));
    network.output(
        network.op("Reshape", network.op("MatMul", weights, "reshape_2_out"), apart(5)), 2, 5, 4);
    assertUnchanged();
  }

  @Test
  void leavesValuesOfUnknownShapeAlone() {
    String weights = softmax(scores(input("q", 5), input("k", 7), Scaling.PRODUCT));
    network.op("MatMul", weights, network.op("FromElsewhere", input("v", 7)));
    assertUnchanged();
  }

  @Test
  void leavesAMaskAloneThatMakesTheScoresLarger() {
    String scores = scores(input("q", 1), input("k", 7), Scaling.PRODUCT);
    String masked = network.op("Add", scores, network.weight("mask", 5, 7));
    network.output(network.op("MatMul", softmax(masked), input("v", 7)), 2, 5, 4);
    assertUnchanged();
  }

  private void assertUnchanged() {
    FusionCheck.assertUnchanged(new FuseAttention(), network.build());
  }

  private String scores(String query, String key, Scaling scaling) {
    String root = scalar((float) Math.sqrt(0.5));
    String scaledQuery =
        switch (scaling) {
          case QUERY -> network.op("Mul", query, scalar(0.5f));
          case BOTH, TRANSPOSED -> network.op("Mul", query, root);
          case NONE, PRODUCT, QUOTIENT -> query;
        };
    String scaledKey = scaling == Scaling.BOTH ? network.op("Mul", key, root) : key;
    String turned = network.op("Transpose", SWAP, scaledKey);
    String scaledTurned = scaling == Scaling.TRANSPOSED ? network.op("Mul", turned, root) : turned;
    String product = network.op("MatMul", scaledQuery, scaledTurned);
    return switch (scaling) {
      case PRODUCT -> network.op("Mul", product, scalar(0.5f));
      case QUOTIENT -> network.op("Div", product, scalar(2));
      case NONE, QUERY, BOTH, TRANSPOSED -> product;
    };
  }

  /** Scores [batch * heads, 5, 7]; the values are folded alike. */
  private String foldedScores() {
    String query = folded(network.input("q", 2, 5, 4), 5);
    String key = folded(network.input("k", 2, 7, 4), 7);
    String value = network.input("values", 2, 7, 4);
    folded(value, 7);
    Map<String, Attribute> swap = Map.of("perm", Attribute.ofInts(0, 2, 1));
    return network.op("MatMul", query, network.op("Transpose", swap, key));
  }

  private String folded(String x, long length) {
    return network.op(
        "Reshape", x, network.constant("fold" + length, Tensor.vector(-1, length, 4)));
  }

  private String apart(long length) {
    return network.constant("apart", Tensor.vector(-1, 2, length, 4));
  }

  private String heads(String x, String stem, Map<String, Attribute> perm) {
    String projected = network.op("MatMul", x, network.weight(stem, 8, 8));
    String shape = network.constant("heads", Tensor.vector(0, 5, 2, 4));
    return network.op("Transpose", perm, network.op("Reshape", projected, shape));
  }

  private String part(String turned, long index) {
    String at = network.constant("at" + index, Tensor.ofLongs(new long[0], index));
    return network.op("Gather", Map.of("axis", Attribute.of(0L)), turned, at);
  }

  private String input(String name, long length) {
    return network.input(name, 2, length, 4);
  }

  private String softmax(String scores) {
    return network.op("Softmax", LAST, scores);
  }

  private String scalar(float value) {
    return network.constant("c" + value, Tensor.scalar(value));
  }
}
