package io.espalier.graph.rewrite.fuse;

import static io.espalier.graph.rewrite.fuse.Pattern.commutative;
import static io.espalier.graph.rewrite.fuse.Pattern.either;
import static io.espalier.graph.rewrite.fuse.Pattern.node;
import static io.espalier.graph.rewrite.fuse.Pattern.number;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.rewrite.Draft;
import io.espalier.graph.rewrite.FloatingTensors;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Normalisation over the axes from one to the last: the parts that layer and root-mean-square
 * share.
 */
final class Trailing {
  private static final String AXIS = "axis";

  private Trailing() {}

  /** The mean over trailing axes, which keep the extent 1; all means of a match share the axes. */
  static Pattern mean(Pattern x) {
    return (value, match) ->
        match.scene().producer(value).filter(node -> node.is("ReduceMean")).stream()
            .filter(node -> node.intAttribute("keepdims", 1) == 1)
            .flatMap(node -> mean(node, x, match));
  }

  private static Stream<Match> mean(Node node, Pattern x, Match match) {
    String input = node.inputs().getFirst();
    return match
        .scene()
        .type(input)
        .flatMap(type -> firstAxis(axes(node, match.scene()), type.rank()))
        .flatMap(axis -> match.bind(AXIS, axis.toString()))
        .stream()
        .flatMap(found -> x.match(input, found.with(node)));
  }

  private static List<Long> axes(Node node, Scene scene) {
    return node.intsAttribute("axes")
        .or(() -> node.input(1).flatMap(scene::constant).map(Trailing::numbers))
        .orElse(List.of());
  }

  private static List<Long> numbers(Tensor axes) {
    return LongStream.of(axes.toLongs()).boxed().toList();
  }

  /** The first of the axes counted from the end; empty unless they are the last ones. */
  private static Optional<Long> firstAxis(List<Long> axes, int rank) {
    List<Long> sorted = axes.stream().map(axis -> axis < 0 ? axis : axis - rank).sorted().toList();
    List<Long> trailing = LongStream.range(-axes.size(), 0).boxed().toList();
    return sorted.isEmpty() || !sorted.equals(trailing)
        ? Optional.empty()
        : Optional.of(sorted.getFirst());
  }

  static Pattern square(Pattern x) {
    return either(node("Pow", x, number(2)), node("Mul", x, x));
  }

  /** {@code x / √(variance + epsilon)} in the ways that exporters write it. */
  static Pattern divided(Pattern x, Pattern variance) {
    Pattern shifted = commutative("Add", variance, number("epsilon"));
    Pattern deviation = node("Sqrt", shifted);
    Pattern inverse =
        either(
            node("Reciprocal", deviation),
            node("Div", number(1), deviation),
            node("Pow", shifted, number(-0.5)));
    return either(node("Div", x, deviation), commutative("Mul", x, inverse));
  }

  static long axis(Match match) {
    return Long.parseLong(match.value(AXIS));
  }

  /** The known extents of the normalised axes. */
  static Optional<long[]> extents(Match match) {
    Optional<TensorType> type = match.type("x").filter(_ -> match.isFloat("x"));
    return type.map(t -> t.shape().subList(t.rank() + (int) axis(match), t.rank()))
        .filter(dims -> dims.stream().allMatch(Dim::isKnown))
        .map(dims -> dims.stream().mapToLong(Dim::size).toArray());
  }

  /** True when a name is not bound, or to a float constant of the extents, ones in front aside. */
  static boolean fits(Match match, String name, long[] extents) {
    return match.find(name).isEmpty()
        || match
            .constant(name)
            .filter(tensor -> tensor.elementType() == ElementType.FLOAT)
            .filter(tensor -> hasExtents(tensor, extents))
            .isPresent();
  }

  private static boolean hasExtents(Tensor tensor, long[] extents) {
    int lead = tensor.rank() - extents.length;
    for (int axis = 0; axis < tensor.rank(); axis++) {
      if (tensor.dim(axis) != (axis < lead ? 1 : extents[axis - lead])) {
        return false;
      }
    }
    return lead >= 0;
  }

  /** The value that holds a bound constant in the extents, or ones where none is bound. */
  static String parameter(Match match, String name, long[] extents, Node root, Draft draft) {
    Tensor tensor =
        match.constant(name).orElseGet(() -> FloatingTensors.filled(ElementType.FLOAT, 1, extents));
    if (match.find(name).isPresent() && tensor.rank() == extents.length) {
      return match.value(name);
    }
    String value = draft.freshName(root.name() + "." + name);
    draft.put(value, tensor.withShape(extents));
    return value;
  }
}
