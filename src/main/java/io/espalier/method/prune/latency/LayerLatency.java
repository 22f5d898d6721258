package io.espalier.method.prune.latency;

import io.espalier.graph.Node;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.shape.TypedGraph;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one layer takes.
 *
 * @param macs at its full width
 * @param grid empty for a layer that goes with its multiply-accumulates
 * @param full milliseconds at its full width
 */
record LayerLatency(TimedLayer layer, long macs, Optional<LatencyGrid> grid, double full) {

  /** The times of a layer, measured where they are not known. */
  static LayerLatency of(
      TimedLayer layer, long macs, List<Slot> cut, int rounding, LayerTimes times) {
    if (layer.kind() == LayerKind.WHOLE) {
      LayerWidths none = new LayerWidths(0, 0);
      return new LayerLatency(layer, macs, Optional.empty(), times.millis(layer, none));
    }
    LayerWidths whole = layer.whole();
    int[] in = LatencyGrid.points(whole.in(), rounding, varies(layer, layer.kind().inAxis(), cut));
    int[] out =
        LatencyGrid.points(whole.out(), rounding, varies(layer, layer.kind().outAxis(), cut));
    LatencyGrid grid = new LatencyGrid(in, out, widths -> times.millis(layer, widths));
    return new LayerLatency(layer, macs, Optional.of(grid), grid.at(whole));
  }

  private static boolean varies(TimedLayer layer, int axis, List<Slot> cut) {
    String weight = layer.node().inputs().get(1);
    return cut.stream().anyMatch(slot -> slot.tensor().equals(weight) && slot.axis() == axis);
  }

  /**
   * Milliseconds in a narrower network; 0 where the layer is gone.
   *
   * @param macsLeft of the nodes of that network
   */
  double millis(
      TypedGraph cut, Function<String, Optional<Node>> nodes, Map<String, Long> macsLeft) {
    return grid.map(known -> layer.widths(cut, nodes).map(known::at).orElse(0.0))
        .orElseGet(() -> full * macsLeft.getOrDefault(layer.node().name(), 0L) / macs);
  }
}
