package io.espalier.method.prune.latency;

import io.espalier.engine.bench.Latency;
import io.espalier.engine.bench.LatencyPlace;
import io.espalier.engine.bench.LatencySettings;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.cost.Cost;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.cost.NodeCost;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.LatencyInstruments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;

/**
 * How long a network takes at any widths.
 *
 * <p>The times of all layers with multiply-accumulates are added up and scaled, so that the network
 * at its full width takes what was measured of it as a whole; what lies between the layers is so
 * taken to shrink as they do. A layer is measured once for each width on a coarse grid and place,
 * and interpolated between. A product of two computed values, a grouped convolution or a recurrent
 * layer is measured at its full width alone and goes with its multiply-accumulates.
 *
 * <p>Source: latency tables as of Yang et al., NetAdapt, ECCV 2018. Unlike theirs, a layer is timed
 * together with the normalisation and activation that the runtime merges into it, and the sum is
 * held against the whole network.
 */
public final class LatencyModel {
  private static final LatencySettings SETTINGS = new LatencySettings(3, 10, 100, 300);
  private static final long SEED = 1;

  private final LatencyInstruments instruments;
  private final Map<String, Long> extents;
  private final Latency whole;
  private final List<LayerLatency> layers = new ArrayList<>();
  private boolean countsMacs;
  private double sum;

  private LatencyModel(LatencyInstruments instruments, Analysis analysis) {
    this.instruments = instruments;
    this.extents = analysis.extents();
    this.whole = time(analysis.graph());
  }

  /** What a whole network takes, in milliseconds. */
  public static double whole(Analysis analysis, LatencyInstruments instruments) {
    return new LatencyModel(instruments, analysis).before();
  }

  /**
   * Measures a network and, where no table has them, its layers.
   *
   * @param groups whose widths may change
   * @param rounding the multiple that widths are rounded to
   * @param watcher told the share of the layers that is done before every measurement; what it
   *     throws ends them
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE when the runtime refuses the
   *     network
   */
  public static LatencyModel measure(
      Analysis analysis,
      Collection<ChannelGroup> groups,
      int rounding,
      LatencyInstruments instruments,
      DoubleConsumer watcher) {
    LatencyModel model = new LatencyModel(instruments, analysis);
    List<TimedLayer> timed = timed(analysis);
    LayerTimes times =
        new LayerTimes(
            instruments.timer(),
            instruments.table(),
            model.place(),
            () -> watcher.accept((double) model.layers.size() / timed.size()));
    List<Slot> slots = groups.stream().flatMap(group -> group.slots().stream()).toList();
    Map<String, Long> macs = macs(analysis.cost());
    for (TimedLayer layer : timed) {
      model.layers.add(
          LayerLatency.of(layer, macs.get(layer.node().name()), slots, rounding, times));
      times.keep();
    }
    model.countsMacs = model.layers.stream().anyMatch(layer -> layer.grid().isEmpty());
    model.sum = model.sum(analysis.sized().typed());
    return model;
  }

  private static List<TimedLayer> timed(Analysis analysis) {
    TypedGraph typed = analysis.sized().typed();
    Map<String, List<Node>> readers = TimedLayer.readers(typed.graph());
    Map<String, Long> macs = macs(analysis.cost());
    return typed.graph().nodes().stream()
        .filter(node -> macs.getOrDefault(node.name(), 0L) > 0)
        .map(node -> TimedLayer.of(node, typed, readers))
        .filter(LayerGraph::canBeTimed)
        .toList();
  }

  private static Map<String, Long> macs(Cost cost) {
    return cost.nodes().stream()
        .collect(Collectors.toMap(NodeCost::node, NodeCost::macs, Long::sum));
  }

  private LatencyPlace place() {
    return new LatencyPlace(
        whole.runtime(), whole.version(), whole.device(), instruments.machine(), whole.threads());
  }

  /** The measured time of the network at its full width. */
  public double before() {
    return whole.p50Millis();
  }

  /** What times were measured in, in words. */
  public String runtime() {
    return "%s %s on %s, %d threads"
        .formatted(whole.runtime(), whole.version(), whole.device(), whole.threads());
  }

  /**
   * The time that is predicted of a cut network, in milliseconds; never less for a wider one.
   *
   * @param cut nodes and types, under the extents that costs are counted for; the contents of its
   *     constants do not count
   */
  public double predict(TypedGraph cut) {
    return sum == 0 ? before() : before() * sum(cut) / sum;
  }

  private double sum(TypedGraph cut) {
    Map<String, Node> nodes =
        cut.graph().nodes().stream().collect(Collectors.toMap(Node::name, node -> node));
    Map<String, Long> macs = countsMacs ? macs(CostModel.of(cut)) : Map.of();
    return layers.stream()
        .mapToDouble(layer -> layer.millis(cut, name -> Optional.ofNullable(nodes.get(name)), macs))
        .sum();
  }

  /** The time of a network of the same inputs, measured now, in milliseconds. */
  public double measure(Graph graph) {
    return time(graph).p50Millis();
  }

  private Latency time(Graph graph) {
    return instruments
        .timer()
        .time(graph, new SampleInputs(1, extents).draw(graph, SEED), SETTINGS);
  }
}
