package io.espalier.graph.rewrite.fuse;

import static io.espalier.graph.rewrite.fuse.Pattern.any;
import static io.espalier.graph.rewrite.fuse.Pattern.commutative;
import static io.espalier.graph.rewrite.fuse.Pattern.either;
import static io.espalier.graph.rewrite.fuse.Pattern.node;
import static io.espalier.graph.rewrite.fuse.Pattern.number;
import static io.espalier.graph.rewrite.fuse.Pattern.product;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.rewrite.Pass;
import io.espalier.graph.rewrite.Rewrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code x/2 · (1 + erf(x/√2))} and its approximation by tanh, in any order of factors. */
public final class FuseGelu implements Pass {
  private static final Pattern X = any("x");
  private static final Pattern ERF = gated(erf());
  private static final Pattern TANH = gated(tanh());

  @Override
  public String name() {
    return "fuse-gelu";
  }

  @Override
  public Rewrite apply(Graph graph) {
    Rewrite exact = fuse(graph, "Erf", ERF, "none");
    Rewrite approximate = fuse(exact.graph(), "Tanh", TANH, "tanh");
    return exact.then(approximate);
  }

  private static Rewrite fuse(Graph graph, String marker, Pattern pattern, String approximate) {
    return Fuser.fuse(
        graph, "Gelu", marker, pattern, (match, root, _) -> replacement(match, root, approximate));
  }

  private static Optional<Node> replacement(Match match, Node root, String approximate) {
    return match.areAlike("x", "gelu")
        ? Optional.of(
            Fuser.inPlaceOf(
                root,
                "Gelu",
                List.of(match.value("x")),
                Map.of("approximate", Attribute.of(approximate))))
        : Optional.empty();
  }

  private static Pattern gated(Pattern gate) {
    return product(X, number(0.5), commutative("Add", gate, number(1))).as("gelu");
  }

  private static Pattern erf() {
    return node(
        "Erf",
        either(
            node("Div", X, number(Math.sqrt(2))), commutative("Mul", X, number(Math.sqrt(0.5)))));
  }

  private static Pattern tanh() {
    Pattern scale = number(Math.sqrt(2 / Math.PI));
    Pattern cubic = number(0.044715);
    Pattern square = node("Pow", X, number(2));
    Pattern cube = node("Pow", X, number(3));
    Pattern added = commutative("Add", X, either(product(cubic, cube), product(cubic, X, X, X)));
    Pattern factored =
        commutative("Add", number(1), either(product(cubic, square), product(cubic, X, X)));
    return node("Tanh", either(product(scale, added), product(scale, X, factored)));
  }
}
