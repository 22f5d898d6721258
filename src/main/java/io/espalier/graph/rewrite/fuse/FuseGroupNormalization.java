package io.espalier.graph.rewrite.fuse;

import static io.espalier.graph.rewrite.fuse.Pattern.any;
import static io.espalier.graph.rewrite.fuse.Pattern.commutative;
import static io.espalier.graph.rewrite.fuse.Pattern.constant;
import static io.espalier.graph.rewrite.fuse.Pattern.either;
import static io.espalier.graph.rewrite.fuse.Pattern.node;

import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.rewrite.Draft;
import io.espalier.graph.rewrite.FloatingTensors;
import io.espalier.graph.rewrite.Pass;
import io.espalier.graph.rewrite.Rewrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Groups of channels normalised as if each were one channel: Reshape, InstanceNormalization,
 * Reshape, and then a scale and a bias of each channel where there are any.
 *
 * <p>The fused node has one scale and one bias a channel, as GroupNormalization has since version
 * 21.
 */
public final class FuseGroupNormalization implements Pass {
  private static final Pattern PATTERN = pattern();
  private static final float EPSILON = 1e-5f;

  @Override
  public String name() {
    return "fuse-group-normalization";
  }

  @Override
  public Rewrite apply(Graph graph) {
    return Fuser.fuse(
        graph,
        "GroupNormalization",
        "InstanceNormalization",
        PATTERN,
        FuseGroupNormalization::replacement);
  }

  private static Pattern pattern() {
    Pattern grouped = node("Reshape", any("x"), any("groups")).as("grouped");
    Pattern instance =
        node("InstanceNormalization", grouped, constant("ones"), constant("zeros")).as("instance");
    Pattern normed = node("Reshape", instance, any("shape"));
    Pattern scaled = either(commutative("Mul", normed, constant("scale")), normed);
    return either(commutative("Add", scaled, constant("bias")), scaled).as("normed");
  }

  private static Optional<Node> replacement(Match match, Node root, Draft draft) {
    boolean plain = isFilled(match, "ones", 1) && isFilled(match, "zeros", 0);
    return match
        .type("x")
        .filter(_ -> plain && match.areAlike("x", "normed"))
        .filter(type -> type.rank() > 2 && type.dim(1).isKnown())
        .filter(type -> areGroups(match, type))
        .filter(type -> fits(match, "scale", type) && fits(match, "bias", type))
        .map(type -> fused(match, type, root, draft));
  }

  private static boolean isFilled(Match match, String name, double number) {
    return match
        .constant(name)
        .filter(tensor -> tensor.elementType() == ElementType.FLOAT)
        .filter(tensor -> isFilled(tensor, number))
        .isPresent();
  }

  private static boolean isFilled(Tensor tensor, double number) {
    for (long i = 0; i < tensor.elements(); i++) {
      if (tensor.doubleAt(i) != number) {
        return false;
      }
    }
    return true;
  }

  /** [N, C, ...] as [N, groups, all the rest]. */
  private static boolean areGroups(Match match, TensorType x) {
    return match
        .type("grouped")
        .filter(grouped -> grouped.rank() == 3 && grouped.dim(0).equals(x.dim(0)))
        .filter(grouped -> grouped.dim(1).isKnown())
        .filter(grouped -> x.dim(1).dividedBy(grouped.dim(1)).isPresent())
        .isPresent();
  }

  /** A constant of C values that broadcasts along the channels alone. */
  private static boolean fits(Match match, String name, TensorType x) {
    if (match.find(name).isEmpty()) {
      return true;
    }
    Tensor tensor = match.constant(name).orElseThrow();
    int channels = tensor.rank() - (x.rank() - 1);
    return tensor.elementType() == ElementType.FLOAT
        && channels >= 0
        && tensor.dim(channels) == x.dim(1).size()
        && tensor.elements() == x.dim(1).size();
  }

  private static Node fused(Match match, TensorType type, Node root, Draft draft) {
    Node instance = match.scene().producer(match.value("instance")).orElseThrow();
    Dim groups = match.type("grouped").orElseThrow().dim(1);
    return Fuser.inPlaceOf(
        root,
        "GroupNormalization",
        List.of(
            match.value("x"),
            parameter(match, "scale", type, 1, root, draft),
            parameter(match, "bias", type, 0, root, draft)),
        Map.of(
            "epsilon", Attribute.of(instance.floatAttribute("epsilon", EPSILON)),
            "num_groups", Attribute.of(groups.size())));
  }

  private static String parameter(
      Match match, String name, TensorType type, double otherwise, Node root, Draft draft) {
    long channels = type.dim(1).size();
    String value = draft.freshName(root.name() + "." + name);
    draft.put(
        value,
        match
            .constant(name)
            .orElseGet(() -> FloatingTensors.filled(ElementType.FLOAT, otherwise, channels))
            .withShape(channels));
    return value;
  }
}
