package io.espalier.method.prune.width;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.block.ResidualBlock;
import io.espalier.graph.channel.AxisExtents;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts what is left of a network from widths alone, without making the network.
 *
 * <p>MACs and parameters are those of the network that would be made; bytes differ from it by what
 * a rewritten Slice or Reshape needs of integers. Work that was counted for some widths is
 * remembered.
 */
final class NetworkCost {
  private final AxisExtents extents;
  private final List<Integer> groupsAt;
  private final LiveNodes live;
  private final List<Work> works = new ArrayList<>();
  private final List<Constant> constants = new ArrayList<>();

  /** The multiply-accumulates of one node. */
  private record Work(
      Node node, Graph alone, List<Integer> groups, Map<List<Integer>, Long> known) {}

  /** A constant and who reads it. */
  private record Constant(String name, boolean learned, Set<String> readers) {}

  private NetworkCost(
      TypedGraph typed, AxisExtents extents, List<Integer> groupsAt, LiveNodes live) {
    this.extents = extents;
    this.groupsAt = groupsAt;
    this.live = live;
    Set<String> learned = CostModel.learned(typed);
    GraphIndex index = GraphIndex.of(typed.graph());
    typed.graph().nodes().forEach(node -> addWork(node, typed.graph()));
    for (String name : typed.graph().initializers().keySet()) {
      Set<String> readers = new HashSet<>();
      index.consumers(name).forEach(node -> readers.add(node.name()));
      constants.add(new Constant(name, learned.contains(name), readers));
    }
  }

  /** Empty where costs do not follow from widths alone. */
  static Optional<NetworkCost> of(ChannelStructure structure, List<? extends Prunable> prunables) {
    List<ChannelGroup> groups = new ArrayList<>();
    List<Integer> groupsAt = new ArrayList<>();
    Map<Integer, Set<String>> joins = new LinkedHashMap<>();
    List<ResidualBlock> blocks = new ArrayList<>();
    for (int i = 0; i < prunables.size(); i++) {
      switch (prunables.get(i)) {
        case PrunableGroup group -> {
          groups.add(group.group());
          groupsAt.add(i);
        }
        case PrunableBlock block -> {
          joins.put(i, block.joins());
          blocks.addAll(block.blocks());
        }
      }
    }
    LiveNodes live = new LiveNodes(structure.typed().graph(), blocks, joins);
    return structure
        .extents(groups)
        .map(extents -> new NetworkCost(structure.typed(), extents, groupsAt, live));
  }

  private void addWork(Node node, Graph graph) {
    Graph alone =
        new Graph("", graph.inputs(), List.of(), List.of(node), Map.of(), graph.opsets(), Map.of());
    Set<Integer> groups = new TreeSet<>();
    values(node).forEach(value -> groups.addAll(extents.groups(value)));
    works.add(new Work(node, alone, List.copyOf(groups), new HashMap<>()));
  }

  private static List<String> values(Node node) {
    List<String> values = new ArrayList<>(node.presentInputs().toList());
    values.addAll(node.presentOutputs().toList());
    return values;
  }

  /** One of the measures that are counted. */
  long of(Measure measure, List<Integer> widths) {
    Set<String> nodes = live.at(widths);
    List<Integer> groupWidths = groupsAt.stream().map(widths::get).toList();
    return switch (measure) {
      case MACS ->
          works.stream()
              .filter(work -> nodes.contains(work.node().name()))
              .mapToLong(work -> macs(work, groupWidths))
              .sum();
      case PARAMETERS ->
          constants.stream()
              .filter(constant -> constant.learned() && isRead(constant, nodes))
              .mapToLong(constant -> elements(type(constant, groupWidths)))
              .sum();
      case BYTES ->
          constants.stream()
              .filter(constant -> isRead(constant, nodes))
              .map(constant -> type(constant, groupWidths))
              .mapToLong(type -> type.elementType().bytes(elements(type)))
              .sum();
      case LATENCY -> throw new IllegalArgumentException("Time is not counted.");
    };
  }

  private static boolean isRead(Constant constant, Set<String> nodes) {
    return constant.readers().stream().anyMatch(nodes::contains);
  }

  private TensorType type(Constant constant, List<Integer> widths) {
    return extents.type(constant.name(), widths).orElseThrow();
  }

  private static long elements(TensorType type) {
    return type.elements().coefficient();
  }

  private long macs(Work work, List<Integer> widths) {
    List<Integer> own = work.groups().stream().map(widths::get).toList();
    return work.known().computeIfAbsent(own, _ -> count(work, widths));
  }

  private long count(Work work, List<Integer> widths) {
    Map<String, TensorType> types = new HashMap<>();
    values(work.node())
        .forEach(value -> extents.type(value, widths).ifPresent(type -> types.put(value, type)));
    return CostModel.of(new TypedGraph(work.alone(), types, Map.of())).macs();
  }
}
