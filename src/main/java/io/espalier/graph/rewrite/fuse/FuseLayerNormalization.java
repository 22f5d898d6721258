package io.espalier.graph.rewrite.fuse;

import static io.espalier.graph.rewrite.fuse.Pattern.any;
import static io.espalier.graph.rewrite.fuse.Pattern.commutative;
import static io.espalier.graph.rewrite.fuse.Pattern.constant;
import static io.espalier.graph.rewrite.fuse.Pattern.either;
import static io.espalier.graph.rewrite.fuse.Pattern.node;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.rewrite.Draft;
import io.espalier.graph.rewrite.Pass;
import io.espalier.graph.rewrite.Rewrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mean and deviation over trailing axes, with or without scale and bias.
 *
 * <p>Without a scale the fused node gets one of ones, which the operator demands.
 */
public final class FuseLayerNormalization implements Pass {
  private static final Pattern PATTERN = pattern();

  @Override
  public String name() {
    return "fuse-layer-normalization";
  }

  @Override
  public Rewrite apply(Graph graph) {
    return Fuser.fuse(
        graph, "LayerNormalization", "ReduceMean", PATTERN, FuseLayerNormalization::replacement);
  }

  private static Pattern pattern() {
    Pattern x = any("x");
    Pattern centred = node("Sub", x, Trailing.mean(x));
    Pattern normed = Trailing.divided(centred, Trailing.mean(Trailing.square(centred)));
    Pattern scaled = either(commutative("Mul", normed, constant("scale")), normed);
    return either(commutative("Add", scaled, constant("bias")), scaled).as("normed");
  }

  private static Optional<Node> replacement(Match match, Node root, Draft draft) {
    return Trailing.extents(match)
        .filter(_ -> match.areAlike("x", "normed"))
        .filter(extents -> Trailing.fits(match, "scale", extents))
        .filter(extents -> Trailing.fits(match, "bias", extents))
        .map(extents -> fused(match, extents, root, draft));
  }

  private static Node fused(Match match, long[] extents, Node root, Draft draft) {
    List<String> inputs = new ArrayList<>();
    inputs.add(match.value("x"));
    inputs.add(Trailing.parameter(match, "scale", extents, root, draft));
    if (match.find("bias").isPresent()) {
      inputs.add(Trailing.parameter(match, "bias", extents, root, draft));
    }
    return Fuser.inPlaceOf(root, "LayerNormalization", inputs, attributes(match));
  }

  static Map<String, Attribute> attributes(Match match) {
    float epsilon = (float) match.number("epsilon", 0);
    return Map.of("axis", Attribute.of(Trailing.axis(match)), "epsilon", Attribute.of(epsilon));
  }
}
