package io.espalier.graph.rewrite.fuse;

import static io.espalier.graph.rewrite.fuse.Pattern.any;
import static io.espalier.graph.rewrite.fuse.Pattern.commutative;
import static io.espalier.graph.rewrite.fuse.Pattern.either;
import static io.espalier.graph.rewrite.fuse.Pattern.node;
import static io.espalier.graph.rewrite.fuse.Pattern.number;

import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
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
import java.util.stream.LongStream;

/**
 * {@code softmax(Q·Kᵀ·scale + mask)·V} over heads: Q [B, heads, T, D], K [B, heads, S, D], V [B,
 * heads, S, Dv] with a known D; or [B·heads, T, D] and so on where only the batch is symbolic.
 *
 * <p>The scale may stand before or behind the product, on either side or on both. Where the keys
 * came transposed out of another layout, one Transpose brings them to the layout of the operator.
 */
public final class FuseAttention implements Pass {
  private static final int HEADS_APART = 4;
  private static final int HEADS_IN_BATCH = 3;
  private static final Pattern PATTERN = pattern();

  @Override
  public String name() {
    return "fuse-attention";
  }

  @Override
  public Rewrite apply(Graph graph) {
    return Fuser.fuse(graph, "Attention", "Softmax", PATTERN, FuseAttention::replacement);
  }

  private static Pattern pattern() {
    Pattern keys =
        either(
            node("Transpose", scaled(any("k"), "k")).as("turned"),
            scaled(node("Transpose", any("k")).as("turned"), "k"));
    Pattern product = node("MatMul", scaled(any("q"), "q"), keys);
    Pattern scores = scaled(product, "scores").as("scores");
    Pattern masked = either(commutative("Add", scores, any("mask")), scores).as("masked");
    Pattern weights = node("Softmax", masked).as("weights");
    return node("MatMul", weights, any("v")).as("mixed");
  }

  /** A value as it is, multiplied by a number or divided by one. */
  private static Pattern scaled(Pattern pattern, String what) {
    return either(
        commutative("Mul", pattern, number(what + ".factor")),
        node("Div", pattern, number(what + ".divisor")),
        pattern);
  }

  private static Optional<Node> replacement(Match match, Node root, Draft draft) {
    boolean floats =
        match.isFloat("q") && match.isFloat("k") && match.isFloat("v") && match.isFloat("mixed");
    boolean fits = floats && match.areAlike("scores", "masked") && isAlongKeys(match);
    return fits && areHeads(match) ? fused(match, root, draft) : Optional.empty();
  }

  private static boolean isAlongKeys(Match match) {
    Node softmax = match.scene().producer(match.value("weights")).orElseThrow();
    long axis = softmax.intAttribute("axis", -1);
    return axis == -1 || axis == match.type("scores").orElseThrow().rank() - 1;
  }

  /** True when the products run over the same heads and the extents meet. */
  private static boolean areHeads(Match match) {
    TensorType query = match.type("q").orElseThrow();
    TensorType value = match.type("v").orElseThrow();
    TensorType scores = match.type("scores").orElseThrow();
    TensorType key = match.type("turned").orElseThrow();
    int rank = query.rank();
    boolean ranked = rank == key.rank() && rank == value.rank() && rank > 2;
    return ranked
        && List.of(key, value, scores).stream().allMatch(type -> lead(type).equals(lead(query)))
        && query.dim(-1).isKnown()
        && query.dim(-1).equals(key.dim(-2))
        && key.dim(-1).equals(value.dim(-2));
  }

  private static List<Dim> lead(TensorType type) {
    return type.shape().subList(0, type.rank() - 2);
  }

  private static Optional<Node> fused(Match match, Node root, Draft draft) {
    return switch (match.type("q").orElseThrow().rank()) {
      case HEADS_APART ->
          maskFits(match) ? Optional.of(apart(match, root, draft)) : Optional.empty();
      case HEADS_IN_BATCH ->
          HeadsInBatch.fits(match)
              ? Optional.of(new HeadsInBatch(match, root, draft).fused(key(match, root, draft)))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean maskFits(Match match) {
    return match.find("mask").isEmpty()
        || match.isFloat("mask") && match.type("mask").orElseThrow().rank() <= HEADS_APART;
  }

  private static Node apart(Match match, Node root, Draft draft) {
    List<String> inputs = new ArrayList<>();
    inputs.add(match.value("q"));
    inputs.add(key(match, root, draft));
    inputs.add(match.value("v"));
    match.find("mask").ifPresent(inputs::add);
    return Fuser.inPlaceOf(root, "Attention", inputs, scale(match));
  }

  static Map<String, Attribute> scale(Match match) {
    double scale = 1;
    for (String what : List.of("q", "k", "scores")) {
      scale *= match.number(what + ".factor", 1) / match.number(what + ".divisor", 1);
    }
    return Map.of("scale", Attribute.of((float) scale));
  }

  /** The keys before they were transposed, in another Transpose where that moved more axes. */
  private static String key(Match match, Node root, Draft draft) {
    Node turned = match.scene().producer(match.value("turned")).orElseThrow();
    int rank = match.type("turned").orElseThrow().rank();
    List<Long> unmoved = LongStream.range(0, rank).boxed().toList();
    List<Long> perm = new ArrayList<>(turned.intsAttribute("perm").orElse(unmoved.reversed()));
    perm.addLast(perm.remove(rank - 2));
    if (perm.equals(unmoved)) {
      return match.value("k");
    }
    String output = draft.freshName(root.name() + ".key");
    draft.insertBefore(
        root,
        new Node(
            draft.freshName(root.name() + ".transpose"),
            "",
            "Transpose",
            List.of(match.value("k")),
            List.of(output),
            Map.of("perm", new Attribute.IntList(perm))));
    return output;
  }
}
