package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One direction of a recurrent operator as a loop over time.
 *
 * <p>The products with the input are taken for all steps at once, so that a step has one product
 * left. A sequence that has ended keeps its state and gives zeros, as in ONNX Runtime; backwards,
 * it begins at its own last element. An empty sequence ends in zeros whatever its first state.
 */
final class RecurrentLoop {
  private final RecurrentLayer layer;
  private final Site site;
  private final int direction;
  private final List<UnaryOperator<String>> activations;

  private RecurrentLoop(
      RecurrentLayer layer, int direction, List<UnaryOperator<String>> activations) {
    this.layer = layer;
    this.site = layer.site();
    this.direction = direction;
    this.activations = activations;
  }

  /** What one direction computes: [T, B, H] and twice [B, H]. */
  private record States(String all, String hidden, String cell) {}

  /** What a step reads and assigns. */
  private record Step(String hidden, String cell, String recurrence, String projected) {}

  static void emit(RecurrentLayer layer, List<UnaryOperator<String>> activations) {
    String hidden = layer.initialHidden();
    String cell = layer.cell().hasCellState() ? layer.initialCell() : Literals.NONE;
    List<States> states = new ArrayList<>();
    int each = activations.size() / layer.directions();
    for (int i = 0; i < layer.directions(); i++) {
      List<UnaryOperator<String>> own = activations.subList(i * each, (i + 1) * each);
      states.add(new RecurrentLoop(layer, i, own).run(hidden, cell));
    }
    layer.outputAll(stacked(states.stream().map(States::all).toList(), 1));
    layer.outputLast(1, stacked(states.stream().map(States::hidden).toList(), 0));
    if (layer.cell().hasCellState()) {
      layer.outputLast(2, stacked(states.stream().map(States::cell).toList(), 0));
    }
  }

  private static String stacked(List<String> tensors, int axis) {
    return call("torch.stack", Literals.list(tensors), axis);
  }

  private States run(String initialHidden, String initialCell) {
    Step step =
        new Step(
            site.assign(call("torch.select", initialHidden, 0, direction)),
            initialCell.equals(Literals.NONE)
                ? initialCell
                : site.assign(call("torch.select", initialCell, 0, direction)),
            site.assign(call("torch.t", layer.recurrence(direction))),
            projected());
    String all = site.assign("annotate(List[Tensor], [])");
    String steps = site.assign(call("torch.size", layer.x(), 0));
    String i = site.newIdentifier();
    site.block(
        "for %s in range(%s):".formatted(i, steps),
        () -> {
          String time = layer.isReversed(direction) ? steps + " - " + i + " - 1" : i;
          site.statement("%s.append(%s)".formatted(all, step(step, site.assign(time))));
        });
    String ordered = call("torch.stack", all, 0);
    boolean reversed = layer.isReversed(direction);
    return new States(
        site.assign(reversed ? call("torch.flip", ordered, "[0]") : ordered),
        last(step.hidden()),
        last(step.cell()));
  }

  /** The state behind each sequence, zero where there was none. */
  private String last(String state) {
    if (!layer.hasLengths() || state.equals(Literals.NONE)) {
      return state;
    }
    String runs = call("torch.unsqueeze", call("torch.gt", layer.lengths(), 0), 1);
    return site.assign(call("torch.where", runs, state, 0));
  }

  /** The input's part of all gates at all steps, [T, B, gates*H]. */
  private String projected() {
    String product = call("torch.matmul", layer.x(), call("torch.t", layer.weight(direction)));
    return site.assign(
        layer.hasBias() ? call("torch.add", product, layer.weightBias(direction)) : product);
  }

  /** Assigns the new states and returns what the step gives. */
  private String step(Step step, String time) {
    String projected = site.assign(call("torch.select", step.projected(), 0, time));
    return switch (layer.cell()) {
      case RNN -> finish(step, time, simple(step, projected), Literals.NONE);
      case GRU -> finish(step, time, gated(step, projected), Literals.NONE);
      case LSTM -> {
        String recurrent = recurrent(step, 0, 4, step.hidden());
        String gates = site.assign(call("torch.add", projected, recurrent));
        String cell = site.assign(cell(step, gates));
        yield finish(step, time, exposed(gates, cell), cell);
      }
    };
  }

  private String finish(Step step, String time, String newHidden, String newCell) {
    String hidden = site.assign(newHidden);
    if (!layer.hasLengths()) {
      assignStates(step, hidden, newCell);
      return step.hidden();
    }
    String runs = call("torch.unsqueeze", call("torch.gt", layer.lengths(), time), 1);
    String mask = site.assign(runs);
    assignStates(
        step,
        call("torch.where", mask, hidden, step.hidden()),
        call("torch.where", mask, newCell, step.cell()));
    return call("torch.where", mask, hidden, 0);
  }

  private void assignStates(Step step, String hidden, String cell) {
    site.statement(step.hidden() + " = " + hidden);
    if (layer.cell().hasCellState()) {
      site.statement(step.cell() + " = " + cell);
    }
  }

  private String simple(Step step, String projected) {
    return gate(0, call("torch.add", projected, recurrent(step, 0, 1, step.hidden())));
  }

  /** Gates z, r, h. */
  private String gated(Step step, String projected) {
    String both = recurrent(step, 0, 2, step.hidden());
    String sum = call("torch.add", layer.part(projected, 1, 0, 2), both);
    String gates = site.assign(gate(0, sum));
    String update = site.assign(layer.part(gates, 1, 0, 1));
    String reset = layer.part(gates, 1, 1, 2);
    String candidate =
        site.flag("linear_before_reset", false)
            ? call("torch.mul", reset, recurrent(step, 2, 3, step.hidden()))
            : recurrent(step, 2, 3, call("torch.mul", reset, step.hidden()));
    String fresh =
        site.assign(gate(1, call("torch.add", layer.part(projected, 1, 2, 3), candidate)));
    return call("torch.add", fresh, product(update, call("torch.sub", step.hidden(), fresh)));
  }

  /** The new cell of an LSTM, whose gates are i, o, f, c. */
  private String cell(Step step, String gates) {
    String input = site.assign(gate(0, watched(gates, 0, 0, step.cell())));
    String forget =
        site.flag("input_forget", false)
            ? call("torch.rsub", input, 1)
            : gate(0, watched(gates, 2, 2, step.cell()));
    String fresh = gate(1, layer.part(gates, 1, 3, 4));
    return call("torch.add", product(forget, step.cell()), product(input, fresh));
  }

  private String exposed(String gates, String cell) {
    return product(gate(0, watched(gates, 1, 1, cell)), act(2, cell));
  }

  /** A gate that may look at the cell through a peephole. */
  private String watched(String gates, int gate, int peephole, String cell) {
    String own = layer.part(gates, 1, gate, gate + 1);
    if (!layer.hasPeepholes()) {
      return own;
    }
    String weight = layer.part(layer.peepholes(direction), 0, peephole, peephole + 1);
    return call("torch.add", own, product(weight, cell));
  }

  /** The state's part of some gates, [B, gates*H]. */
  private String recurrent(Step step, int first, int end, String state) {
    String weight = layer.part(step.recurrence(), 1, first, end);
    return layer.hasBias()
        ? call(
            "torch.addmm",
            layer.part(layer.recurrenceBias(direction), 0, first, end),
            state,
            weight)
        : call("torch.mm", state, weight);
  }

  /** A gate, whose sum the attribute clip bounds; ONNX Runtime does not bound the cell state. */
  private String gate(int activation, String sum) {
    float bound = site.node().floatAttribute("clip", 0);
    return act(
        activation,
        bound > 0
            ? call("torch.clamp", sum, Literals.number(-bound), Literals.number(bound))
            : sum);
  }

  private String act(int activation, String expression) {
    return activations.get(activation).apply(expression);
  }

  private static String product(String a, String b) {
    return call("torch.mul", a, b);
  }
}
