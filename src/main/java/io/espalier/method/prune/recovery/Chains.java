package io.espalier.method.prune.recovery;

import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Follows layers through normalisation and bias to the addition of a shortcut.
 *
 * <p>Of several layers that reach one addition the one with the widest rows is fitted to the sum
 * and makes good what the others miss.
 */
final class Chains {
  private final Twins twins;

  Chains(Twins twins) {
    this.twins = twins;
  }

  /** The chain of every layer whose weight nothing else reads, in graph order. */
  List<Chain> all() {
    List<Chain> open = new ArrayList<>();
    for (Node node : twins.nodes()) {
      LinearLayer.of(twins.graph(), node)
          .filter(layer -> twins.isOwn(layer.weight()) && twins.twin(node).isPresent())
          .ifPresent(layer -> open.add(follow(layer)));
    }
    Map<String, Chain> compensating = new HashMap<>();
    open.forEach(
        chain ->
            join(chain)
                .ifPresent(joined -> compensating.merge(joined.output(), joined, Chains::wider)));
    return open.stream()
        .map(
            chain ->
                join(chain)
                    .filter(
                        joined -> compensating.get(joined.output()).layer().equals(chain.layer()))
                    .orElse(chain))
        .toList();
  }

  private static Chain wider(Chain first, Chain second) {
    return first.layer().features() > second.layer().features() ? first : second;
  }

  private Chain follow(LinearLayer layer) {
    Chain chain = new Chain(layer, ownBias(layer));
    Optional<Chain> next = step(chain);
    while (next.isPresent()) {
      chain = next.get();
      next = step(chain);
    }
    return chain;
  }

  private Optional<Intercept> ownBias(LinearLayer layer) {
    double beta = layer.node().is("Gemm") ? layer.node().floatAttribute("beta", 1) : 1;
    return layer
        .node()
        .input(2)
        .filter(bias -> beta != 0 && isVector(bias, layer.channels(), -1))
        .map(bias -> new Intercept(bias, filled(layer.channels(), 1 / beta)));
  }

  private static double[] filled(int channels, double value) {
    double[] filled = new double[channels];
    Arrays.fill(filled, value);
    return filled;
  }

  /** The chain with the next node, when that only scales and moves each channel. */
  private Optional<Chain> step(Chain chain) {
    return reader(chain)
        .flatMap(
            node ->
                switch (node.qualifiedOperator()) {
                  case "BatchNormalization" -> normalized(chain, node);
                  case "Add" -> biased(chain, node);
                  default -> Optional.<Chain>empty();
                });
  }

  private Optional<Node> reader(Chain chain) {
    return twins.onlyReader(chain.output()).filter(node -> twins.twin(node).isPresent());
  }

  private Optional<Chain> normalized(Chain chain, Node node) {
    boolean first = chain.output().equals(node.inputs().getFirst());
    return first && StatisticsFit.isPlain(twins, node)
        ? Optional.of(
            chain.then(
                node,
                product(chain.scale(), scale(node)),
                Optional.of(
                    new Intercept(node.inputs().get(StatisticsFit.MEAN), negative(chain.scale())))))
        : Optional.empty();
  }

  private double[] scale(Node norm) {
    Tensor gamma = constant(norm.inputs().get(1));
    Tensor variance = constant(norm.inputs().get(StatisticsFit.VARIANCE));
    double epsilon = norm.floatAttribute("epsilon", StatisticsFit.EPSILON);
    return IntStream.range(0, (int) gamma.elements())
        .mapToDouble(c -> gamma.doubleAt(c) / Math.sqrt(variance.doubleAt(c) + epsilon))
        .toArray();
  }

  private static double[] product(double[] first, double[] second) {
    return IntStream.range(0, first.length).mapToDouble(i -> first[i] * second[i]).toArray();
  }

  private static double[] negative(double[] values) {
    return Arrays.stream(values).map(value -> -value).toArray();
  }

  private Optional<Chain> biased(Chain chain, Node add) {
    String other = other(chain, add);
    int axis = chain.layer().isConvolution() ? 1 - rank(chain.output()) : -1;
    return isVector(other, chain.layer().channels(), axis)
        ? Optional.of(
            chain.then(add, chain.scale(), Optional.of(new Intercept(other, chain.scale()))))
        : Optional.empty();
  }

  private int rank(String value) {
    return twins.cut().type(value).orElseThrow().rank();
  }

  /** True for a constant of one number a channel, on an axis counted from the end. */
  private boolean isVector(String value, int channels, int axis) {
    if (!twins.isOwn(value)) {
      return false;
    }
    Tensor tensor = constant(value);
    return tensor.elements() == channels && tensor.rank() >= -axis && tensor.dim(axis) == channels;
  }

  private Tensor constant(String name) {
    return twins.graph().initializers().get(name);
  }

  private static String other(Chain chain, Node add) {
    String first = add.inputs().getFirst();
    return first.equals(chain.output()) ? add.inputs().get(1) : first;
  }

  /** The chain with the addition of a computed value that does not depend on the layer. */
  private Optional<Chain> join(Chain chain) {
    return reader(chain)
        .filter(node -> node.is("Add") || node.is("Sum") && node.inputs().size() == 2)
        .filter(node -> isJoin(chain, node))
        .map(node -> chain.joining(node, other(chain, node)));
  }

  private boolean isJoin(Chain chain, Node add) {
    String other = other(chain, add);
    int layer = twins.nodes().indexOf(chain.layer().node());
    boolean computed = !twins.ancestors(other).isEmpty();
    boolean apart = !other.equals(chain.output()) && !twins.ancestors(other).get(layer);
    return computed
        && apart
        && twins.cut().type(chain.output()).equals(twins.cut().type(add.outputs().getFirst()));
  }
}
