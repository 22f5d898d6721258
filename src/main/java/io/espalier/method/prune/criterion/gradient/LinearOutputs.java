package io.espalier.method.prune.criterion.gradient;

import io.espalier.graph.Dim;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import io.espalier.method.prune.criterion.gradient.LinearOutput.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the outputs of linear layers that carry the channels of groups. */
final class LinearOutputs {
  private static final Set<String> LINEAR = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

  private final Analysis analysis;
  private final Map<String, Node> nodes;

  LinearOutputs(Analysis analysis) {
    this.analysis = analysis;
    nodes =
        analysis.graph().nodes().stream()
            .collect(Collectors.toMap(Node::name, Function.identity()));
  }

  /**
   * One for each OUT slot of a linear layer whose output has a known size for one sample; none
   * twice.
   */
  List<LinearOutput> of(ChannelGroup group) {
    return group
        .slots(SlotRole.OUT)
        .map(Slot::layer)
        .distinct()
        .map(nodes::get)
        .filter(node -> LINEAR.stream().anyMatch(node::is))
        .flatMap(node -> of(group, node.outputs().getFirst()))
        .toList();
  }

  private Stream<LinearOutput> of(ChannelGroup group, String value) {
    return analysis.typed().type(value).filter(LinearOutputs::isSized).stream()
        .flatMap(type -> of(group, value, type));
  }

  private Stream<LinearOutput> of(ChannelGroup group, String value, TensorType type) {
    long[] shape = type.shape().stream().mapToLong(Dim::coefficient).toArray();
    return IntStream.range(0, type.rank())
        .boxed()
        .flatMap(
            axis ->
                analysis.channels().positions(group, value, axis).stream()
                    .map(found -> new LinearOutput(new Place(value, axis), shape, found)))
        .limit(1);
  }

  /** Whether only the first axis is open, as a multiple of the batch. */
  private static boolean isSized(TensorType type) {
    return type.rank() > 0 && type.shape().stream().skip(1).allMatch(Dim::isKnown);
  }
}
