package io.espalier.graph.rewrite.fuse;

import static io.espalier.graph.rewrite.fuse.Pattern.any;
import static io.espalier.graph.rewrite.fuse.Pattern.commutative;
import static io.espalier.graph.rewrite.fuse.Pattern.either;
import static io.espalier.graph.rewrite.fuse.Pattern.node;
import static io.espalier.graph.rewrite.fuse.Pattern.number;
import static io.espalier.graph.rewrite.fuse.Pattern.product;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.rewrite.Draft;
import io.espalier.graph.rewrite.Pass;
import io.espalier.graph.rewrite.Rewrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code x · relu6(x + 3) / 6}, with the gate as a Clip or as a HardSigmoid. */
public final class FuseHardSwish implements Pass {
  private static final float SLOPE = 1 / 6f;
  private static final Pattern X = any("x");
  private static final Pattern RELU6 = relu6();
  private static final Pattern CLIPPED =
      either(
              node("Div", product(X, RELU6), number(6)),
              product(X, RELU6, number(1 / 6d)),
              commutative("Mul", X, node("Div", RELU6, number(6))),
              commutative("Mul", node("Div", X, number(6)), RELU6))
          .as("swish");
  private static final Pattern GATED =
      commutative("Mul", X, node("HardSigmoid", FuseHardSwish::isGate, X)).as("swish");

  @Override
  public String name() {
    return "fuse-hard-swish";
  }

  @Override
  public Rewrite apply(Graph graph) {
    Rewrite clipped = Fuser.fuse(graph, "HardSwish", "Clip", CLIPPED, FuseHardSwish::replacement);
    Rewrite gated =
        Fuser.fuse(clipped.graph(), "HardSwish", "HardSigmoid", GATED, FuseHardSwish::replacement);
    return clipped.then(gated);
  }

  private static Optional<Node> replacement(Match match, Node root, Draft draft) {
    return match.areAlike("x", "swish")
        ? Optional.of(Fuser.inPlaceOf(root, "HardSwish", List.of(match.value("x")), Map.of()))
        : Optional.empty();
  }

  private static Pattern relu6() {
    return node("Clip", commutative("Add", X, number(3)), number(0), number(6));
  }

  private static boolean isGate(Node node) {
    float slope = node.floatAttribute("alpha", 0.2f);
    return Math.abs(slope - SLOPE) <= Pattern.NUMBER_TOLERANCE * SLOPE
        && node.floatAttribute("beta", 0.5f) == 0.5f;
  }
}
