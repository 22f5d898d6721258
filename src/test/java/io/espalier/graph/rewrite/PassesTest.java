package io.espalier.graph.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphText;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.check.GraphChecker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each pass by itself: before and after as text, and what it must leave alone. */
class PassesTest {
  private final NetworkBuilder network = new NetworkBuilder("g", 1);
  private final String x = network.input("x", 8, 3);

  @Test
  void foldsShapeArithmeticIntoAConstant() {
    String channels = network.op("Gather", network.op("Shape", x), number("one", 1));
    String half = network.op("Div", channels, number("two", 2));
    String axes = network.constant("axes", Tensor.vector(0));
    String target =
        network.op(
            "Concat",
            Map.of("axis", Attribute.of(0L)),
            network.constant("rest", Tensor.vector(-1)),
            network.op("Unsqueeze", half, axes));
    network.output(network.op("Reshape", x, target), 4);
    assertThat(after(new FoldConstants()))
        .isEqualTo(
            """
            graph g(x: float[batch,8,3]) -> (reshape_5_out: float[batch,4])
              concat_4_out: int64[2] = [-1, 4]
              shape_0_out = Shape(x)
              reshape_5_out = Reshape(x, concat_4_out)
            """);
  }

  @Test
  void foldsAConstantNodeAndAReshapedBias() {
    Tensor bias = Tensor.ofFloats(new long[] {8}, new float[8]);
    network.op("Constant", Map.of("value", Attribute.of(bias)));
    String target = network.constant("target", Tensor.vector(1, 8, 1));
    network.output(network.op("Add", x, network.op("Reshape", "constant_0_out", target)), 8, 3);
    Graph once = new FoldConstants().apply(network.build()).graph();
    assertThat(GraphText.of(new FoldConstants().apply(once).graph()))
        .isEqualTo(
            """
            graph g(x: float[batch,8,3]) -> (add_2_out: float[batch,8,3])
              reshape_1_out: float[1,8,1]
              add_2_out = Add(x, reshape_1_out)
            """);
  }

  @Test
  void doesNotFoldFloatingPointArithmetic() {
    String sum = network.op("Add", network.weight("a", 8, 3), network.weight("b", 8, 3));
    network.output(network.op("Mul", x, sum), 8, 3);
    assertUnchanged(new FoldConstants());
    assertUnchanged(new FoldScalars());
  }

  @Test
  void doesNotFoldLargeConstants() {
    String filled =
        network.op(
            "ConstantOfShape",
            Map.of("value", Attribute.of(Tensor.vector(1))),
            network.constant("target", Tensor.vector(1L << 40)));
    network.op("Shape", network.op("Cast", Map.of("to", Attribute.of(6L)), filled));
    Rewrite rewrite = new FoldConstants().apply(network.build());
    assertThat(rewrite.graph().nodes())
        .extracting(Node::operator)
        .containsExactly("ConstantOfShape", "Cast");
  }

  @Test
  void doesNotFoldWhatDependsOnTheBatch() {
    network.op("Neg", network.op("Gather", network.op("Shape", x), number("zero", 0)));
    assertUnchanged(new FoldConstants());
  }

  @Test
  void doesNotFoldAGraphOutput() {
    network.op("Shape", network.weight("w", 2, 2));
    Graph graph = withOutput("shape_0_out", TensorType.of(ElementType.INT64, 2));
    assertThat(new FoldConstants().apply(graph).changes()).isEmpty();
  }

  @Test
  void copiesTheBatchOfAReshape() {
    network.output(network.op("Reshape", x, target(true, 24)), 24);
    assertThat(after(new FoldReshapes()))
        .endsWith(
            """
              reshape_3_out = Reshape(x, reshape_3.shape)
            """)
        .contains("reshape_3.shape: int64[2] = [0, 24]");
  }

  @Test
  void leavesOneAxisOpenWhereTheBatchMoved() {
    network.op("Reshape", x, target(false, 24));
    assertThat(after(new FoldReshapes())).contains("reshape_3.shape: int64[2] = [24, -1]");
  }

  @Test
  void doesNotTouchAReshapeWithTwoOpenAxes() {
    String flat = network.op("Flatten", x);
    String pairs = network.op("MatMul", flat, network.op("Transpose", flat));
    Map<String, Attribute> axis = Map.of("axis", Attribute.of(0L));
    String ones = network.constant("ones", Tensor.vector(1, 1));
    network.op("Reshape", pairs, network.op("Concat", axis, ones, network.op("Shape", pairs)));
    assertUnchanged(new FoldReshapes());
  }

  @Test
  void shortensTheTargetOfAnExpandToOneShapeNode() {
    String token = network.weight("token", 1, 1, 8);
    network.output(network.op("Expand", token, target(true, 1, 8)), 1, 8);
    Graph shortened = new ShortenExtents().apply(network.build()).graph();
    assertThat(GraphChecker.check(shortened)).isEmpty();
    assertThat(GraphText.of(new RemoveDeadNodes().apply(shortened).graph()))
        .isEqualTo(
            """
            graph g(x: float[batch,8,3]) -> (expand_3_out: float[batch,1,8])
              token: float[1,1,8]
              expand_3.numbers: int64[2] = [1, 1]
              expand_3.extent = Shape(x) {end=1, start=0}
              expand_3.extents = Concat(expand_3.extent, expand_3.numbers) {axis=0}
              expand_3_out = Expand(token, expand_3.extents)
            """);
    assertThat(new ShortenExtents().apply(shortened).changes()).isEmpty();
  }

  @Test
  void doesNotShortenExtentsThatOthersRead() {
    String target = target(true, 1, 8);
    network.op("Expand", network.weight("token", 1, 1, 8), target);
    network.op("ConstantOfShape", target);
    assertUnchanged(new ShortenExtents());
  }

  @Test
  void foldsTheScaleOfAttention() {
    String size = network.op("Cast", Map.of("to", Attribute.of(1L)), number("size", 64));
    String scale = network.op("Pow", size, network.constant("half", Tensor.scalar(-0.5f)));
    network.output(network.op("Mul", x, scale), 8, 3);
    Graph once = new FoldScalars().apply(network.build()).graph();
    Graph twice = new FoldScalars().apply(once).graph();
    assertThat(twice.nodes()).extracting(Node::operator).containsExactly("Mul");
    assertThat(twice.initializers().get(scale)).isEqualTo(Tensor.scalar(0.125f));
  }

  @Test
  void removesWhatChangesNothing() {
    String same = network.op("Cast", Map.of("to", Attribute.of(1L)), network.op("Identity", x));
    String kept = network.op("Dropout", network.relu(same));
    network.output(
        network.op("Sigmoid", network.op("Reshape", kept, network.op("Shape", x))), 8, 3);
    assertThat(after(new RemoveIdentities()))
        .isEqualTo(
            """
            graph g(x: float[batch,8,3]) -> (sigmoid_6_out: float[batch,8,3])
              relu_2_out = Relu(x)
              shape_4_out = Shape(x)
              sigmoid_6_out = Sigmoid(relu_2_out)
            """);
  }

  @Test
  void keepsTheNameOfAnOutputBehindAnIdentity() {
    String hidden = network.relu(x);
    network.op("Sigmoid", hidden);
    network.output(network.op("Identity", hidden), 8, 3);
    assertThat(after(new RemoveIdentities()))
        .isEqualTo(
            """
            graph g(x: float[batch,8,3]) -> (identity_2_out: float[batch,8,3])
              identity_2_out = Relu(x)
              sigmoid_1_out = Sigmoid(identity_2_out)
            """);
  }

  @Test
  void keepsIdentitiesBetweenInputAndOutputAndBetweenOutputs() {
    String first = network.op("Identity", x);
    network.output(first, 8, 3).output(network.op("Identity", first), 8, 3);
    assertUnchanged(new RemoveIdentities());
  }

  @Test
  void keepsDropoutInTrainingAndDropoutWhoseMaskIsRead() {
    Tensor yes =
        Tensor.of(
            ElementType.BOOL, new long[0], java.lang.foreign.MemorySegment.ofArray(new byte[] {1}));
    String training = network.constant("training", yes);
    network.op("Dropout", x, network.constant("ratio", Tensor.scalar(0.5f)), training);
    network.op("Not", network.op("Dropout", 2, Map.of(), x).getLast());
    assertUnchanged(new RemoveIdentities());
  }

  @Test
  void keepsACastToAnotherType() {
    network.op("Cast", Map.of("to", Attribute.of(11L)), x);
    assertUnchanged(new RemoveIdentities());
  }

  @Test
  void removesNodesNobodyReadsAndTheirConstants() {
    network.op("MatMul", network.relu(x), network.weight("w", 3, 2));
    network.output(network.op("Sigmoid", x), 8, 3);
    assertThat(after(new RemoveDeadNodes()))
        .isEqualTo(
            """
            graph g(x: float[batch,8,3]) -> (sigmoid_2_out: float[batch,8,3])
              sigmoid_2_out = Sigmoid(x)
            """);
  }

  @Test
  void keepsWhatASubgraphReads() {
    Graph branch =
        new Graph(
            "branch",
            List.of(),
            List.of(new ValueInfo("b", TensorType.of(ElementType.FLOAT, 1))),
            List.of(Node.of("in", "Relu", List.of("identity_0_out"), List.of("b"))),
            Map.of(),
            Map.of(),
            Map.of());
    network.op("Identity", x);
    network.op("If", Map.of("then_branch", new Attribute.GraphValue(branch)), x);
    Graph graph = withOutput("if_1_out", TensorType.of(ElementType.FLOAT, 1));
    assertThat(new RemoveDeadNodes().apply(graph).changes()).isEmpty();
    assertThat(new RemoveIdentities().apply(graph).changes()).isEmpty();
  }

  private String number(String name, long value) {
    return network.constant(name, Tensor.ofLongs(new long[0], value));
  }

  /** The batch joined with numbers, as an exporter computes it. */
  private String target(boolean batchFirst, long... numbers) {
    Map<String, Attribute> first = Map.of("start", Attribute.of(0L), "end", Attribute.of(2L));
    String shape = network.op("Shape", first, x);
    String batch = network.op("Gather", shape, network.constant("index", Tensor.vector(0)));
    String rest = network.constant("rest", Tensor.vector(numbers));
    Map<String, Attribute> axis = Map.of("axis", Attribute.of(0L));
    return batchFirst
        ? network.op("Concat", axis, batch, rest)
        : network.op("Concat", axis, rest, batch);
  }

  private Graph withOutput(String value, TensorType type) {
    Graph graph = network.build();
    return new Graph(
        graph.name(),
        graph.inputs(),
        List.of(new ValueInfo(value, type)),
        graph.nodes(),
        graph.initializers(),
        graph.opsets(),
        graph.metadata());
  }

  private String after(Pass pass) {
    Rewrite rewrite = pass.apply(network.build());
    assertThat(GraphChecker.check(rewrite.graph())).isEmpty();
    return GraphText.of(rewrite.graph());
  }

  private void assertUnchanged(Pass pass) {
    Graph before = network.build();
    Rewrite rewrite = pass.apply(before);
    assertThat(rewrite.changes()).isEmpty();
    assertThat(rewrite.graph()).isEqualTo(before);
  }
}
