package io.espalier.graph.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphCheckerTest {
  private final NetworkBuilder network = new NetworkBuilder("checked", 1);
  private final String x = network.input("x", 4, 6, 6);

  @Test
  void acceptsASoundNetwork() {
    String y = network.linear(network.op("Flatten", network.conv(x, 4, 8, 3, 1, 1)), 288, 10);
    network.output(y, 10);
    assertThat(GraphChecker.check(network.build())).isEmpty();
  }

  @Test
  void acceptsAnUnknownOperator() {
    network.op("Mystery", Map.of("strange", Attribute.of("yes")), x);
    assertThat(GraphChecker.check(network.build())).isEmpty();
  }

  @Test
  void reportsABrokenStructureAlone() {
    network.op("Relu", "nowhere");
    assertThat(codes()).containsExactly("onnx-dangling");
  }

  @Test
  void reportsTooFewAndTooManyInputs() {
    network.op("Conv", x);
    network.op("Relu", x, x);
    network.op("Conv", x, "");
    assertThat(codes()).containsExactly("onnx-arity", "onnx-arity", "onnx-arity");
  }

  @Test
  void reportsAnAttributeOfTheWrongKind() {
    network.op("Softmax", Map.of("axis", Attribute.of(1.5f)), x);
    assertThat(GraphChecker.check(network.build()))
        .extracting(Problem::message)
        .containsExactly(
            "The attribute (axis) of node (softmax_0, Softmax) must be of kind int, not float.");
  }

  @Test
  void reportsAWeightThatDoesNotFitItsInput() {
    network.op("Conv", x, network.weight("w", 8, 3, 3, 3));
    assertThat(codes()).containsExactly("onnx-shape-mismatch");
  }

  @Test
  void reportsAKernelThatTheWeightHasNot() {
    Map<String, Attribute> five = Map.of("kernel_shape", Attribute.ofInts(5, 5));
    network.op("Conv", five, x, network.weight("w", 8, 4, 3, 3));
    assertThat(codes()).containsExactly("onnx-shape-mismatch");
  }

  @Test
  void reportsNormalizationWeightsOfAnotherWidth() {
    network.batchNorm(x, 5);
    assertThat(codes()).containsExactly("onnx-shape-mismatch");
  }

  @Test
  void reportsAGroupThatDoesNotDivideTheChannels() {
    Map<String, Attribute> groups = Map.of("group", Attribute.of(2L));
    network.op("Conv", groups, x, network.weight("w", 7, 2, 1, 1));
    assertThat(codes()).containsExactly("onnx-shape-mismatch");
  }

  @Test
  void reportsAReshapeToAnotherNumberOfElements() {
    String flat = network.weight("w", 4, 6);
    network.op("Reshape", flat, network.constant("target", Tensor.vector(5, 5)));
    assertThat(codes()).containsExactly("onnx-shape-mismatch");
  }

  @Test
  void reportsInputsOfDifferentElementTypes() {
    network.op("Add", x, network.constant("one", Tensor.vector(1)));
    assertThat(codes()).containsExactly("onnx-type-mismatch");
  }

  @Test
  void reportsAnOutputThatIsNotWhatItIsDeclaredAs() {
    network.output(network.relu(x), 4, 6, 7);
    assertThat(codes()).containsExactly("onnx-output-mismatch");
  }

  @Test
  void reportsEverythingAtOnceWithItsPlace() {
    network.op("Conv", x, network.weight("w", 8, 3, 3, 3));
    network.output(network.relu(x), 5, 6, 6);
    assertThat(GraphChecker.check(network.build()))
        .extracting(Problem::place)
        .containsExactly("model:graph.node[0]", "model:graph.output[0]");
  }

  @Test
  void reportsAnInputTooLargeToCount() {
    long huge = 1L << 40;
    ValueInfo input = new ValueInfo("x", TensorType.of(ElementType.FLOAT, huge, huge));
    Node relu = Node.of("r", "Relu", List.of("x"), List.of("y"));
    Graph graph =
        new Graph("huge", List.of(input), List.of(), List.of(relu), Map.of(), Map.of(), Map.of());
    assertThat(GraphChecker.check(graph))
        .extracting(Problem::code)
        .containsExactly("onnx-bad-dims");
  }

  private List<String> codes() {
    return GraphChecker.check(network.build()).stream().map(Problem::code).toList();
  }
}
