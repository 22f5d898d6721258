package io.espalier.graph.rewrite.fuse;

import static io.espalier.graph.rewrite.fuse.Pattern.any;
import static io.espalier.graph.rewrite.fuse.Pattern.commutative;
import static io.espalier.graph.rewrite.fuse.Pattern.node;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.rewrite.Pass;
import io.espalier.graph.rewrite.Rewrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code x · sigmoid(x)}, also called SiLU. */
public final class FuseSwish implements Pass {
  private static final Pattern PATTERN =
      commutative("Mul", any("x"), node("Sigmoid", any("x"))).as("swish");

  @Override
  public String name() {
    return "fuse-swish";
  }

  @Override
  public Rewrite apply(Graph graph) {
    return Fuser.fuse(
        graph, "Swish", "Sigmoid", PATTERN, (match, root, _) -> replacement(match, root));
  }

  private static Optional<Node> replacement(Match match, Node root) {
    return match.areAlike("x", "swish")
        ? Optional.of(
            Fuser.inPlaceOf(
                root, "Swish", List.of(match.value("x")), Map.of("alpha", Attribute.of(1f))))
        : Optional.empty();
  }
}
