package io.espalier.graph.channel;

import static io.espalier.graph.channel.Frozen.WIDTH;
import static io.espalier.graph.channel.Frozen.reason;
import static io.espalier.graph.channel.Frozen.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where channels must not be cut, and what a person is told. */
class FreezeTest {
  private static final Map<String, Attribute> CHANNEL_AXIS = Map.of("axis", Attribute.of(1L));

  @Test
  void aKnownElementwiseOperatorFreezesNothing() {
    assertThat(reason((net, x) -> net.op("HardSwish", x))).isEqualTo("prunable");
  }

  @Test
  void anUnknownOperatorFreezesWhatItTouches() {
    assertThat(
            reason(
                (net, x) -> {
                  String size = net.op("Cast", Map.of("to", Attribute.of(1L)), net.op("Size", x));
                  return net.op("Div", x, size);
                }))
        .isEqualTo("How Size uses its channels is not known.");
  }

  @Test
  void aForeignDomainFreezesEvenUnderAKnownName() {
    NetworkBuilder net = new NetworkBuilder("foreign", 1);
    String x = net.conv(net.input("x", 3, 4, 4), 3, WIDTH, 3, 1, 1);
    net.output("y", 8, 4, 4);
    Graph graph = net.build();
    Node foreign = new Node("last", "com.example", "Relu", List.of(x), List.of("y"), Map.of());
    List<Node> nodes = List.of(graph.nodes().getFirst(), foreign);
    ChannelGroup first = GroupText.analyze(graph.withNodes(nodes)).groups().getFirst();
    assertThat(first.prunable()).isFalse();
    assertThat(first.freezes())
        .anySatisfy(freeze -> assertThat(freeze.operator()).isEqualTo("com.example.Relu"));
  }

  @Test
  void softmaxFreezesItsOwnAxis() {
    assertThat(reason((net, x) -> net.op("Softmax", CHANNEL_AXIS, x)))
        .isEqualTo("Softmax mixes its positions.");
  }

  @Test
  void softmaxOverAnotherAxisDoesNotFreezeChannels() {
    assertThat(reason((net, x) -> net.op("Softmax", Map.of("axis", Attribute.of(-1L)), x)))
        .isEqualTo("prunable");
  }

  @Test
  void localResponseNormalizationFreezesChannels() {
    assertThat(reason((net, x) -> net.op("LRN", Map.of("size", Attribute.of(3L)), x)))
        .isEqualTo("LRN mixes its positions.");
  }

  @Test
  void concatOnAnotherAxisTiesChannelsInsteadOfAppending() {
    NetworkBuilder net = new NetworkBuilder("rows", 1);
    String x = net.input("x", 3, 4, 4);
    String joined =
        net.op(
            "Concat",
            Map.of("axis", Attribute.of(2L)),
            net.conv(x, 3, WIDTH, 3, 1, 1),
            net.conv(x, 3, WIDTH, 3, 1, 1));
    net.output(net.conv(joined, WIDTH, 5, 1, 1, 1), 5, 8, 4);
    assertThat(GroupText.of(GroupText.analyze(net.build()).groups().getFirst()))
        .startsWith("conv_0: 8 [conv0.weight/0 OUT, conv1.weight/0 OUT, conv3.weight/1 IN");
  }

  @Test
  void aSliceFreezesNothing() {
    assertThat(reasonOf((net, x) -> slice(net, x, 0, 4, 1), 4)).isEqualTo("prunable");
    assertThat(reasonOf((net, x) -> slice(net, x, 0, 8, 2), 4)).isEqualTo("prunable");
  }

  private static String slice(NetworkBuilder net, String x, long start, long end, long step) {
    return net.op(
        "Slice",
        x,
        net.constant("start", Tensor.vector(start)),
        net.constant("end", Tensor.vector(end)),
        net.constant("axes", Tensor.vector(1)),
        net.constant("step", Tensor.vector(step)));
  }

  @Test
  void paddedChannelsAreCut() {
    assertThat(padded("constant")).isEqualTo("prunable");
  }

  @Test
  void channelsThatArePaddedWithOthersStay() {
    assertThat(padded("reflect"))
        .isEqualTo("The Pad copies positions of this axis next to others.");
  }

  private static String padded(String mode) {
    Map<String, Attribute> attributes = Map.of("mode", Attribute.of(mode));
    return reasonOf(
        (net, x) -> {
          String pads = net.constant("p", Tensor.vector(0, 2, 0, 0, 0, 3, 0, 0));
          return net.op("Pad", attributes, x, pads);
        },
        13);
  }

  @Test
  void aPickedPositionStaysAlone() {
    NetworkBuilder net = new NetworkBuilder("pick", 1);
    String hidden = net.linear(net.input("x", 6), 6, WIDTH);
    String index = net.constant("index", Tensor.ofLongs(new long[0], -1));
    String picked = net.op("Gather", CHANNEL_AXIS, hidden, index);
    String unsqueezed = net.op("Unsqueeze", picked, net.constant("axes", Tensor.vector(1)));
    net.output(net.op("Add", net.linear(hidden, WIDTH, 1), unsqueezed), 1);
    List<ChannelGroup> groups = GroupText.analyze(net.build()).groups();
    assertThat(groups.get(0).channels()).isEqualTo(WIDTH - 1);
    assertThat(groups.get(0).prunable()).isTrue();
    assertThat(groups.get(1).id()).isEqualTo("gemm_0#2");
    assertThat(groups.get(1).freezes().getFirst().reason())
        .isEqualTo("A Gather picks this one position.");
  }

  @Test
  void aTransposedFirstOperandOfGemmFreezes() {
    NetworkBuilder net = new NetworkBuilder("turned", 1);
    String x = net.constant("a", Tensor.ofFloats(new long[] {2, 2}, 1, 2, 3, 4));
    String y = net.op("Gemm", Map.of("transA", Attribute.of(1L)), x, net.weight("w", 2, 6));
    String z = net.op("MatMul", y, net.weight("v", 6, 3));
    Graph graph = net.build();
    ValueInfo output = new ValueInfo(z, TensorType.of(ElementType.FLOAT, 2, 3));
    ChannelStructure structure = GroupText.analyze(withOutput(graph, output));
    assertThat(GroupText.of(structure))
        .contains("[w/0 OUT] frozen: A Gemm with a transposed first operand is not cut.");
  }

  private static Graph withOutput(Graph graph, ValueInfo output) {
    return new Graph(
        graph.name(),
        graph.inputs(),
        List.of(output),
        graph.nodes(),
        graph.initializers(),
        graph.opsets(),
        graph.metadata());
  }

  @Test
  void anExtentThatIsComputedWithStays() {
    assertThat(
            reason(
                (net, x) -> {
                  String shape = net.op("Shape", x);
                  String number =
                      net.op("Gather", shape, net.constant("i", Tensor.ofLongs(new long[0], 1)));
                  String real = net.op("Cast", Map.of("to", Attribute.of(1L)), number);
                  return net.op("Div", x, real);
                }))
        .isEqualTo("The network computes with its extent.");
  }

  @Test
  void aChannelAxisMadeByExpandStays() {
    NetworkBuilder net = new NetworkBuilder("expand", 1);
    String one = net.conv(net.input("x", 3, 4, 4), 3, 1, 3, 1, 1);
    String wide = net.op("Expand", one, net.constant("shape", Tensor.vector(1, 6, 1, 1)));
    net.output(net.conv(wide, 6, 5, 1, 1, 1), 5, 4, 4);
    ChannelStructure structure = GroupText.analyze(net.build());
    assertThat(GroupText.of(structure))
        .contains("conv_0: 1 ", "It is the only channel here.")
        .contains("conv_2.input: 6 ", "The Expand copies one position to it.");
  }

  @Test
  void regroupingWithoutACommonPartFreezes() {
    NetworkBuilder net = new NetworkBuilder("mixed", 1);
    String hidden = net.op("MatMul", net.input("x", 4, 3), net.weight("w", 3, 6));
    String mixed = net.op("Reshape", hidden, net.constant("shape", Tensor.vector(0, 6, 4)));
    net.output(net.op("MatMul", mixed, net.weight("v", 4, 2)), 6, 2);
    assertThat(GroupText.of(GroupText.analyze(net.build())))
        .contains("w/1 OUT] frozen: The node regroups 4 x 6 into 6 x 4: no part can be cut alone.");
  }

  @Test
  void ofARegroupingOnlyTheMinorPartIsCut() {
    NetworkBuilder net = new NetworkBuilder("heads", 1);
    String hidden = net.op("MatMul", net.input("x", 4, 3), net.weight("w", 3, 6));
    String split = net.op("Reshape", hidden, net.constant("shape", Tensor.vector(0, 4, 2, 3)));
    net.output(net.op("MatMul", split, net.weight("v", 3, 2)), 4, 2, 2);
    ChannelGroup group = GroupText.analyze(net.build()).groups().getFirst();
    assertThat(GroupText.of(group)).isEqualTo("matmul_0: 3 [w/1 OUT x2, v/0 IN]");
    assertThat(group.slots().getFirst().positions().of(1)).containsExactly(1, 4);
  }

  @Test
  void aSubgraphFreezesWhatItCaptures() {
    NetworkBuilder net = new NetworkBuilder("capture", 1);
    String x = net.conv(net.input("x", 3, 4, 4), 3, WIDTH, 3, 1, 1);
    net.output("y", 8, 4, 4);
    Graph branch =
        new Graph(
            "branch",
            List.of(),
            List.of(new ValueInfo("inner", new TensorType(ElementType.FLOAT, shape()))),
            List.of(Node.of("relu", "Relu", List.of(x), List.of("inner"))),
            Map.of(),
            Map.of(),
            Map.of());
    Graph graph = net.build();
    Node choice =
        new Node(
            "choice",
            "",
            "If",
            List.of("flag"),
            List.of("y"),
            Map.of(
                "then_branch",
                new Attribute.GraphValue(branch),
                "else_branch",
                new Attribute.GraphValue(branch)));
    Graph whole =
        graph
            .withNodes(List.of(graph.nodes().getFirst(), choice))
            .withInitializers(withFlag(graph.initializers()));
    assertThat(GroupText.analyze(whole).groups().getFirst().freezes())
        .anySatisfy(freeze -> assertThat(freeze.node()).isEqualTo("choice"));
  }

  private static List<Dim> shape() {
    return List.of(Dim.symbol("batch"), Dim.of(8), Dim.of(4), Dim.of(4));
  }

  private static Map<String, Tensor> withFlag(Map<String, Tensor> initializers) {
    Map<String, Tensor> all = new java.util.LinkedHashMap<>(initializers);
    byte[] yes = {1};
    all.put(
        "flag",
        Tensor.of(ElementType.BOOL, new long[0], java.lang.foreign.MemorySegment.ofArray(yes)));
    return all;
  }

  @Test
  void anEmbeddingTableIsCutInWidthOnly() {
    NetworkBuilder net = new NetworkBuilder("embedding", 1);
    String tokens = net.op("Cast", Map.of("to", Attribute.of(7L)), net.input("x", 5));
    String embedded = net.op("Gather", net.weight("table", 20, 6), tokens);
    String mean =
        net.op(
            "ReduceMean",
            Map.of("axes", Attribute.ofInts(1), "keepdims", Attribute.of(0L)),
            embedded);
    net.output(net.linear(mean, 6, 3), 3);
    assertThat(GroupText.of(GroupText.analyze(net.build())))
        .contains("gather_1: 6 [table/1 OUT, linear3.weight/1 IN]\n")
        .contains("table/0 IN] frozen: Computed indices choose among its positions.");
  }

  @Test
  void groupNormalizationCutsTheSameChannelOfEveryGroup() {
    NetworkBuilder net = new NetworkBuilder("groups", 1);
    String x = net.conv(net.input("x", 3, 4, 4), 3, WIDTH, 3, 1, 1);
    String normed =
        net.op(
            "GroupNormalization",
            Map.of("num_groups", Attribute.of(2L)),
            x,
            net.positive("scale", WIDTH),
            net.weight("shift", WIDTH));
    net.output(net.conv(normed, WIDTH, 5, 1, 1, 1), 5, 4, 4);
    Graph graph = net.build().withOpsets(Map.of("", 21L));
    ChannelGroup group = GroupText.analyze(graph).groups().getFirst();
    assertThat(GroupText.of(group)).contains("scale/0 VECTOR x2", "shift/0 VECTOR x2", "alters");
    assertThat(group.slots().getFirst().positions().of(1)).containsExactly(1, 5);
  }
}
