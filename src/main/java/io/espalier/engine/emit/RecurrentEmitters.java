package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.bool;
import static io.espalier.engine.emit.Literals.call;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** RNN, GRU and LSTM: libtorch's layers where they compute the same, otherwise a loop. */
final class RecurrentEmitters {
  private RecurrentEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("RNN", site -> emit(site, RecurrentCell.RNN));
    table.put("GRU", site -> emit(site, RecurrentCell.GRU));
    table.put("LSTM", site -> emit(site, RecurrentCell.LSTM));
  }

  private static void emit(Site site, RecurrentCell cell) {
    RecurrentLayer layer = RecurrentLayer.of(site, cell);
    List<String> names = RecurrentActivations.names(site, cell.activations(), layer.directions());
    if (isNative(layer, names)) {
      emitNative(layer, function(cell, names));
    } else {
      RecurrentLoop.emit(layer, RecurrentActivations.of(site, names));
    }
  }

  private static boolean isNative(RecurrentLayer layer, List<String> names) {
    Site site = layer.site();
    boolean plain =
        !layer.hasLengths()
            && !layer.hasPeepholes()
            && site.node().floatAttribute("clip", 0) <= 0
            && !site.flag("input_forget", false);
    boolean resetsLast =
        layer.cell() != RecurrentCell.GRU || site.flag("linear_before_reset", false);
    return plain && resetsLast && isNative(layer, layer.cell(), names);
  }

  private static boolean isNative(RecurrentLayer layer, RecurrentCell cell, List<String> names) {
    List<String> expected = new ArrayList<>();
    Collections.nCopies(layer.directions(), cell.activations()).forEach(expected::addAll);
    boolean rectified =
        cell == RecurrentCell.RNN && names.stream().allMatch(name -> name.equals("relu"));
    return names.equals(expected) || rectified;
  }

  private static String function(RecurrentCell cell, List<String> names) {
    return names.getFirst().equals("relu") ? "torch.rnn_relu" : cell.function();
  }

  private static void emitNative(RecurrentLayer layer, String function) {
    Site site = layer.site();
    boolean backwards = layer.directions() == 1 && layer.isReversed(0);
    String x = backwards ? flipped(layer.x()) : layer.x();
    List<String> results = new ArrayList<>();
    for (int i = 0; i < (layer.cell().hasCellState() ? 3 : 2); i++) {
      results.add(site.newIdentifier());
    }
    site.statement(
        "%s, = %s".formatted(String.join(", ", results), nativeCall(layer, function, x)));
    String y = site.assign(inDirections(layer, results.getFirst()));
    layer.outputAll(backwards ? flipped(y) : y);
    for (int i = 1; i < results.size(); i++) {
      layer.outputLast(i, results.get(i));
    }
  }

  private static String nativeCall(RecurrentLayer layer, String function, String x) {
    String hidden = layer.initialHidden();
    String states =
        layer.cell().hasCellState() ? Literals.list(List.of(hidden, layer.initialCell())) : hidden;
    List<String> weights = new ArrayList<>();
    for (int direction = 0; direction < layer.directions(); direction++) {
      addWeights(layer, direction, weights);
    }
    boolean bothWays = layer.directions() == 2;
    return call(
        function,
        x,
        states,
        Literals.list(weights),
        bool(layer.hasBias()),
        "1, 0.0",
        Site.TRAINING,
        bool(bothWays),
        "False");
  }

  private static void addWeights(RecurrentLayer layer, int direction, List<String> weights) {
    weights.add(reordered(layer, layer.weight(direction)));
    weights.add(reordered(layer, layer.recurrence(direction)));
    if (layer.hasBias()) {
      weights.add(reordered(layer, layer.weightBias(direction)));
      weights.add(reordered(layer, layer.recurrenceBias(direction)));
    }
  }

  private static String reordered(RecurrentLayer layer, String expression) {
    String stacked = layer.site().assign(expression);
    List<String> gates =
        layer.cell().gateOrder().stream()
            .map(gate -> layer.part(stacked, 0, gate, gate + 1))
            .toList();
    return gates.size() == 1
        ? stacked
        : layer.site().assign(call("torch.cat", Literals.list(gates), 0));
  }

  /** [T, B, directions*H] to [T, directions, B, H]. */
  private static String inDirections(RecurrentLayer layer, String y) {
    String split = call("torch.unflatten", y, 2, Literals.ints(layer.directions(), layer.hidden()));
    return call("torch.transpose", split, 1, 2);
  }

  private static String flipped(String expression) {
    return call("torch.flip", expression, "[0]");
  }
}
