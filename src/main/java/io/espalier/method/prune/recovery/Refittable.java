package io.espalier.method.prune.recovery;

import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which layers are refitted, and why others that read changed inputs are not. */
final class Refittable {
  /** The widest rows: a Gram matrix of doubles then takes 170 MB. */
  static final int FEATURES = 4608;

  private static final Set<String> LAYERS = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

  private final List<Chain> chains = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  Refittable(Twins twins, List<Chain> all) {
    Set<String> seen = new HashSet<>();
    for (Chain chain : changed(twins, all)) {
      String name = chain.layer().node().name();
      seen.add(name);
      if (chain.layer().features() > FEATURES) {
        warnings.add(
            "The layer (%s) reads %d numbers for an output, more than the %d that are refitted; its"
                    .formatted(name, chain.layer().features(), FEATURES)
                + " weight stays as it was cut.");
      } else {
        chains.add(chain);
      }
    }
    twins.nodes().stream()
        .filter(node -> isLeftOut(twins, node) && !seen.contains(node.name()))
        .forEach(node -> warnings.add(leftOut(node)));
  }

  private static String leftOut(Node node) {
    return "The %s (%s) is of a kind, or shares its weight in a way, that is not refitted; its"
            .formatted(node.operator(), node.name())
        + " weight stays as it was cut.";
  }

  private static boolean isLeftOut(Twins twins, Node node) {
    Optional<Tensor> weight = node.input(1).map(twins.graph().initializers()::get);
    return LAYERS.contains(node.qualifiedOperator())
        && weight.isPresent()
        && node.input(0).filter(twins::isChanged).isPresent();
  }

  /** Chains whose layer or shortcut reads something that the cut changed. */
  static List<Chain> changed(Twins twins, List<Chain> all) {
    return all.stream()
        .filter(
            chain ->
                twins.isChanged(chain.layer().input())
                    || chain.joined().filter(twins::isChanged).isPresent())
        .toList();
  }

  /** In graph order. */
  List<Chain> chains() {
    return chains;
  }

  /** One for each layer that is left out. */
  List<String> warnings() {
    return warnings;
  }
}
