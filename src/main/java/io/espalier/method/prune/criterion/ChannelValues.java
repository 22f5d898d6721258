package io.espalier.method.prune.criterion;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelPositions;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which computed values carry the channels of a group: what each producing layer puts out, once it
 * is normalised, added to its shortcut and activated.
 *
 * <p>From a layer's output the only reader is followed through normalisations, biases and residual
 * additions up to the first activation function; where there is none, up to the first value that is
 * read twice or by another operator.
 */
public final class ChannelValues {
  private static final Set<String> CARRIERS =
      Set.of(
          ("Add BatchNormalization Dropout GroupNormalization Identity InstanceNormalization Mul")
              .split(" "));
  private static final Set<String> ACTIVATIONS =
      Set.of(
          ("Celu Clip Elu Gelu HardSigmoid HardSwish LeakyRelu Mish PRelu Relu Selu Sigmoid"
                  + " Softplus Swish Tanh ThresholdedRelu")
              .split(" "));
  private static final Set<String> GATES = Set.of("Sigmoid", "HardSigmoid");

  private final Analysis analysis;
  private final GraphIndex index;
  private final Map<String, Node> nodes;
  private final Set<String> outputs;

  /**
   * A value that carries the channels of a group.
   *
   * @param layer that produces them
   * @param axis of the value on which the channels stand
   * @param positions on that axis, by channel
   */
  public record ChannelValue(String layer, String value, int axis, ChannelPositions positions) {}

  public ChannelValues(Analysis analysis) {
    this.analysis = analysis;
    Graph graph = analysis.graph();
    index = GraphIndex.of(graph);
    nodes = graph.nodes().stream().collect(Collectors.toMap(Node::name, Function.identity()));
    outputs = graph.outputs().stream().map(ValueInfo::name).collect(Collectors.toSet());
  }

  /**
   * The values of a group, each once, in the order of its OUT slots.
   *
   * <p>Shapes are those of the graph, for example {@code [N, C, H, W]} with the channels on axis 1.
   */
  public List<ChannelValue> of(ChannelGroup group) {
    return group
        .slots(SlotRole.OUT)
        .map(Slot::layer)
        .flatMap(layer -> find(group, layer).stream())
        .collect(
            Collectors.collectingAndThen(
                Collectors.toMap(
                    ChannelValue::value, Function.identity(), (a, _) -> a, LinkedHashMap::new),
                found -> List.copyOf(found.values())));
  }

  private Optional<ChannelValue> find(ChannelGroup group, String layer) {
    return nodes.get(layer).presentOutputs().findFirst().flatMap(out -> find(group, layer, out));
  }

  private Optional<ChannelValue> find(ChannelGroup group, String layer, String output) {
    String value = output;
    Optional<Node> reader = carrier(value);
    while (reader.isPresent() && standsOn(group, reader.get().outputs().getFirst())) {
      value = reader.get().outputs().getFirst();
      reader = isActivation(reader.get()) ? Optional.empty() : carrier(value);
    }
    return on(group, layer, value);
  }

  /** The node that hands a value on; of a value times its own sigmoid, the product. */
  private Optional<Node> carrier(String value) {
    List<Node> readers = outputs.contains(value) ? List.of() : index.consumers(value);
    boolean gated =
        readers.size() == 2
            && GATES.stream().anyMatch(readers.getFirst()::is)
            && readers.getLast().is("Mul")
            && readers.getLast().inputs().containsAll(readers.getFirst().outputs());
    if (gated) {
      return Optional.of(readers.getLast());
    }
    return readers.size() == 1
        ? readers.stream().filter(this::handsOn).findFirst()
        : Optional.empty();
  }

  private boolean handsOn(Node node) {
    return isActivation(node) || CARRIERS.stream().anyMatch(node::is);
  }

  private boolean isActivation(Node node) {
    return ACTIVATIONS.stream().anyMatch(node::is) || node.is("Mul") && isGated(node);
  }

  private boolean isGated(Node product) {
    return product
        .presentInputs()
        .flatMap(value -> index.producer(value).stream())
        .anyMatch(node -> GATES.stream().anyMatch(node::is));
  }

  private boolean standsOn(ChannelGroup group, String value) {
    return on(group, "", value).isPresent();
  }

  private Optional<ChannelValue> on(ChannelGroup group, String layer, String value) {
    TensorType type = analysis.typed().types().get(value);
    return type == null
        ? Optional.empty()
        : IntStream.range(0, type.rank())
            .boxed()
            .flatMap(axis -> on(group, layer, value, axis))
            .findFirst();
  }

  private Stream<ChannelValue> on(ChannelGroup group, String layer, String value, int axis) {
    return analysis.channels().positions(group, value, axis).stream()
        .map(positions -> new ChannelValue(layer, value, axis, positions));
  }
}
