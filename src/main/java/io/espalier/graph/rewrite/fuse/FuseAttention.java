package io.espalier.graph.rewrite.fuse;

import static io.espalier.graph.rewrite.fuse.Pattern.any;
import static io.espalier.graph.rewrite.fuse.Pattern.commutative;
import static io.espalier.graph.rewrite.fuse.Pattern.either;
import static io.espalier.graph.rewrite.fuse.Pattern.node;
import static io.espalier.graph.rewrite.fuse.Pattern.number;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.rewrite.Draft;
import io.espalier.graph.rewrite.Pass;
import io.espalier.graph.rewrite.Rewrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code softmax(Q·Kᵀ·scale + mask)·V} over heads: Q [B, heads, T, D], K [B, heads, S, D], V [B,
 * heads, S, Dv] with known extents of the heads.
 *
 * <p>The scale may stand before or behind the product, on either side or on both. Where the keys
 * came transposed out of another layout, one Transpose brings them to the layout of the operator.
 */
public final class FuseAttention implements Pass {
  private static final int RANK = 4;
  private static final List<Long> REVERSED = List.of(3L, 2L, 1L, 0L);
  private static final List<Long> UNMOVED = List.of(0L, 1L, 2L, 3L);
  private static final Pattern PATTERN = pattern();

  @Override
  public String name() {
    return "fuse-attention";
  }

  @Override
  public Rewrite apply(Graph graph) {
    return Fuser.fuse(graph, "Softmax", PATTERN, FuseAttention::replacement);
  }

  private static Pattern pattern() {
    Pattern keys =
        either(
            node("Transpose", scaled(any("k"), "k")).as("turned"),
            scaled(node("Transpose", any("k")).as("turned"), "k"));
    Pattern product = node("MatMul", scaled(any("q"), "q"), keys);
    Pattern scores = scaled(product, "scores").as("scores");
    Pattern masked = either(commutative("Add", scores, any("mask")), scores).as("masked");
    Pattern weights = node("Softmax", FuseAttention::isAlongKeys, masked);
    return node("MatMul", weights, any("v")).as("mixed");
  }

  /** A value as it is, multiplied by a number or divided by one. */
  private static Pattern scaled(Pattern pattern, String what) {
    return either(
        commutative("Mul", pattern, number(what + ".factor")),
        node("Div", pattern, number(what + ".divisor")),
        pattern);
  }

  private static boolean isAlongKeys(Node softmax) {
    long axis = softmax.intAttribute("axis", -1);
    return axis == -1 || axis == RANK - 1;
  }

  private static Optional<Node> replacement(Match match, Node root, Draft draft) {
    boolean floats =
        match.isFloat("q") && match.isFloat("k") && match.isFloat("v") && match.isFloat("mixed");
    boolean masked = match.areAlike("scores", "masked") && maskFits(match);
    return floats && masked && areHeads(match)
        ? Optional.of(fused(match, root, draft))
        : Optional.empty();
  }

  private static boolean maskFits(Match match) {
    return match.find("mask").isEmpty()
        || match.isFloat("mask") && match.type("mask").orElseThrow().rank() <= RANK;
  }

  private static boolean areHeads(Match match) {
    TensorType query = match.type("q").orElseThrow();
    TensorType value = match.type("v").orElseThrow();
    TensorType scores = match.type("scores").orElseThrow();
    TensorType key = match.type("turned").orElseThrow();
    if (query.rank() != RANK || key.rank() != RANK || value.rank() != RANK) {
      return false;
    }
    List<TensorType> all = List.of(key, value, scores);
    return all.stream().allMatch(type -> type.shape().subList(0, 2).equals(lead(query)))
        && query.dim(3).isKnown()
        && query.dim(3).equals(key.dim(2))
        && key.dim(3).equals(value.dim(2));
  }

  private static List<?> lead(TensorType query) {
    return query.shape().subList(0, 2);
  }

  private static Node fused(Match match, Node root, Draft draft) {
    List<String> inputs = new ArrayList<>();
    inputs.add(match.value("q"));
    inputs.add(key(match, root, draft));
    inputs.add(match.value("v"));
    match.find("mask").ifPresent(inputs::add);
    return Fuser.inPlaceOf(
        root, "Attention", inputs, Map.of("scale", Attribute.of((float) scale(match))));
  }

  private static double scale(Match match) {
    double scale = 1;
    for (String what : List.of("q", "k", "scores")) {
      scale *= match.number(what + ".factor", 1) / match.number(what + ".divisor", 1);
    }
    return scale;
  }

  /** The keys before they were transposed, in another Transpose where that moved more axes. */
  private static String key(Match match, Node root, Draft draft) {
    Node turned = match.scene().producer(match.value("turned")).orElseThrow();
    List<Long> perm = new ArrayList<>(turned.intsAttribute("perm").orElse(REVERSED));
    perm.addLast(perm.remove(2));
    if (perm.equals(UNMOVED)) {
      return match.value("k");
    }
    String output = draft.freshName(root.name() + ".key");
    Attribute moved = new Attribute.IntList(perm);
    draft.insertBefore(
        root,
        new Node(
            draft.freshName(root.name() + ".transpose"),
            "",
            "Transpose",
            List.of(match.value("k")),
            List.of(output),
            Map.of("perm", moved)));
    return output;
  }
}
