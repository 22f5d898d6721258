package io.espalier.graph.rewrite.fuse;

import static io.espalier.graph.rewrite.fuse.Pattern.any;
import static io.espalier.graph.rewrite.fuse.Pattern.commutative;
import static io.espalier.graph.rewrite.fuse.Pattern.constant;
import static io.espalier.graph.rewrite.fuse.Pattern.either;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.rewrite.Draft;
import io.espalier.graph.rewrite.Pass;
import io.espalier.graph.rewrite.Rewrite;
import java.util.List;
import java.util.Optional;

/** Division by the root of the mean square over trailing axes, with or without a scale. */
public final class FuseRmsNormalization implements Pass {
  private static final Pattern PATTERN = pattern();

  @Override
  public String name() {
    return "fuse-rms-normalization";
  }

  @Override
  public Rewrite apply(Graph graph) {
    return Fuser.fuse(
        graph, "RMSNormalization", "ReduceMean", PATTERN, FuseRmsNormalization::replacement);
  }

  private static Pattern pattern() {
    Pattern x = any("x");
    Pattern normed = Trailing.divided(x, Trailing.mean(Trailing.square(x)));
    return either(commutative("Mul", normed, constant("scale")), normed).as("normed");
  }

  private static Optional<Node> replacement(Match match, Node root, Draft draft) {
    return Trailing.extents(match)
        .filter(_ -> match.areAlike("x", "normed"))
        .filter(extents -> Trailing.fits(match, "scale", extents))
        .map(extents -> fused(match, extents, root, draft));
  }

  private static Node fused(Match match, long[] extents, Node root, Draft draft) {
    String scale = Trailing.parameter(match, "scale", extents, root, draft);
    return Fuser.inPlaceOf(
        root,
        "RMSNormalization",
        List.of(match.value("x"), scale),
        FuseLayerNormalization.attributes(match));
  }
}
