package io.espalier.graph.family;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Classifiers of sequences [batch, 5, 6] with 16 hidden units, as PyTorch's exporter writes them.
 */
final class RecurrentNetworks {
  private static final int STEPS = 5;
  private static final int INPUTS = 6;
  private static final int UNITS = 16;
  private static final int CLASSES = 5;

  private final TokenLayers layers;
  private final NetworkBuilder net;

  private RecurrentNetworks(String name, long seed) {
    net = new NetworkBuilder(name, seed);
    layers = new TokenLayers(net);
  }

  /** Two layers from zero states; the last step decides. */
  static Graph lstm(long seed) {
    RecurrentNetworks network = new RecurrentNetworks("lstm", seed);
    String zeros = network.zeroStates();
    String x = network.stepsFirst();
    String first = network.layer("LSTM", x, "lstm0", INPUTS, 1, 3, zeros, zeros).getFirst();
    String inner = network.withoutDirection(first, "lstm0", 1);
    List<String> second = network.layer("LSTM", inner, "lstm1", UNITS, 1, 3, zeros, zeros);
    String last = network.layers.pick(second.getFirst(), "last", 0, -1);
    return network.classified(network.withoutDirection(last, "lstm1", 0), UNITS);
  }

  /** One layer in both directions with peepholes and states of its own; the mean decides. */
  static Graph bidirectional(long seed) {
    RecurrentNetworks network = new RecurrentNetworks("lstm-bidirectional", seed);
    NetworkBuilder net = network.net;
    String embedded = network.layers.project(network.stepsFirst(), "embed", INPUTS, INPUTS);
    String state = net.op("Expand", net.weight("state", 2, 1, UNITS), network.perBatch("state"));
    List<String> made =
        network.layer(
            "LSTM", net.relu(embedded), "lstm", INPUTS, 2, 3, state, "", net.weight("peep", 2, 48));
    String turned = network.layers.transpose(made.getFirst(), 2, 0, 1, 3);
    String joined = network.layers.reshape(turned, "join", -1, STEPS, 2 * UNITS);
    return network.classified(network.layers.mean(joined, 1, false), 2 * UNITS);
  }

  /** A projection and one layer; the last states of both directions decide. */
  static Graph gru(long seed) {
    RecurrentNetworks network = new RecurrentNetworks("gru", seed);
    String embedded = network.layers.project(network.stepsFirst(), "embed", INPUTS, UNITS);
    List<String> made = network.layer("GRU", network.net.relu(embedded), "gru", UNITS, 2, 2);
    String forward = network.layers.pick(made.get(1), "forward", 0, 0);
    String backward = network.layers.pick(made.get(1), "backward", 0, 1);
    return network.classified(network.layers.concat(1, forward, backward), 2 * UNITS);
  }

  private String stepsFirst() {
    return layers.transpose(net.input("sequence", STEPS, INPUTS), 1, 0, 2);
  }

  /** Zeros [1, batch, units], made of the extent of the batch. */
  private String zeroStates() {
    String extents =
        layers.concat(
            0,
            net.constant("zeros.one", Tensor.vector(1)),
            batch("sequence"),
            net.constant("zeros.units", Tensor.vector(UNITS)));
    return net.op("ConstantOfShape", extents);
  }

  private String perBatch(String stem) {
    String one = net.constant(stem + ".one", Tensor.vector(1));
    return layers.concat(0, one, batch("sequence"), one);
  }

  private String batch(String input) {
    return net.op("Shape", Map.of("start", Attribute.of(0L), "end", Attribute.of(1L)), input);
  }

  private List<String> layer(
      String operator, String x, String stem, int in, int directions, int outputs, String... more) {
    int gates = operator.equals("LSTM") ? 4 : 3;
    String[] inputs = new String[5 + more.length];
    inputs[0] = x;
    inputs[1] = net.weight(stem + ".weight_ih", directions, gates * UNITS, in);
    inputs[2] = net.weight(stem + ".weight_hh", directions, gates * UNITS, UNITS);
    inputs[3] = net.weight(stem + ".bias", directions, 2 * gates * UNITS);
    inputs[4] = "";
    System.arraycopy(more, 0, inputs, 5, more.length);
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("hidden_size", Attribute.of((long) UNITS));
    attributes.put("direction", Attribute.of(directions == 2 ? "bidirectional" : "forward"));
    if (operator.equals("GRU")) {
      attributes.put("linear_before_reset", Attribute.of(1L));
    }
    return net.op(operator, outputs, attributes, inputs);
  }

  private String withoutDirection(String x, String stem, long axis) {
    return net.op("Squeeze", x, net.constant(stem + ".axis", Tensor.vector(axis)));
  }

  private Graph classified(String feature, int width) {
    net.output(net.linear(feature, width, CLASSES), CLASSES);
    return net.build();
  }
}
