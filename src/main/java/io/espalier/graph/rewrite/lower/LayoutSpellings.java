package io.espalier.graph.rewrite.lower;

import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators on shapes that gained options. */
final class LayoutSpellings {
  private static final long MASK_LIMIT = 1L << 24;

  private LayoutSpellings() {}

  static void addTo(Map<String, LoweringRule> table) {
    table.put(
        "CastLike",
        ((LoweringRule) LayoutSpellings::castLike)
            .before(15)
            .then(DefaultAttribute.of(19, "saturate", Attribute.of(1L))));
    table.put("Reshape", ((LoweringRule) LayoutSpellings::reshape).before(14));
    table.put("Shape", ((LoweringRule) LayoutSpellings::shape).before(15));
    table.put("Split", LayoutSpellings::split);
    table.put("Trilu", ((LoweringRule) LayoutSpellings::triangle).before(14));
  }

  private static List<Node> castLike(Node node, LoweringScope scope) {
    Optional<ElementType> type = scope.elementType(node, 1);
    if (type.isEmpty()) {
      return scope.refuse(node, 15, "the type to cast to is not known");
    }
    Map<String, Attribute> to = Map.of("to", Attribute.of((long) type.get().onnxCode()));
    return List.of(
        new Node(node.name(), "", "Cast", node.inputs().subList(0, 1), node.outputs(), to));
  }

  /** Before, a zero in the target always copied the extent. */
  private static List<Node> reshape(Node node, LoweringScope scope) {
    Node old = node.withoutAttribute("allowzero");
    boolean copies = node.intAttribute("allowzero", 0) == 0;
    boolean nonzero =
        scope.numbers(node, 1).filter(n -> Arrays.stream(n).noneMatch(i -> i == 0)).isPresent();
    return copies || nonzero
        ? List.of(old)
        : scope.refuse(node, 14, "a zero in its target means an empty axis");
  }

  private static List<Node> shape(Node node, LoweringScope scope) {
    long start = node.intAttribute("start", 0);
    long end = node.intAttribute("end", Integer.MAX_VALUE);
    if (start == 0 && !node.attributes().containsKey("end")) {
      return List.of(node.withAttributes(Map.of()));
    }
    Spelling spelling = new Spelling(node, scope, ElementType.INT64);
    String whole = spelling.call("Shape", node.inputs().getFirst());
    return spelling.finish(
        "Slice",
        whole,
        spelling.integers("start", start),
        spelling.integers("end", end),
        spelling.integers("axis", 0));
  }

  /** Parts are counted by an attribute since opset 18, by the outputs before. */
  private static List<Node> split(Node node, LoweringScope scope) {
    long parts = node.outputs().size();
    if (node.input(1).isPresent()) {
      return List.of(node);
    }
    if (scope.target() >= 18) {
      return List.of(node.withAttribute("num_outputs", Attribute.of(parts)));
    }
    Node old = node.withoutAttribute("num_outputs");
    Optional<Dim> extent =
        scope.type(node, 0).map(type -> type.dim((int) node.intAttribute("axis", 0)));
    if (extent.flatMap(dim -> dim.dividedBy(Dim.of(parts))).isPresent()
        || !node.attributes().containsKey("num_outputs")) {
      return List.of(old);
    }
    return extent
        .filter(dim -> dim.isKnown() && Math.ceilDiv(dim.size(), parts) * (parts - 1) < dim.size())
        .map(dim -> List.of(withSizes(old, scope, dim.size(), parts)))
        .orElseGet(() -> scope.refuse(node, 18, "the extent that it splits is not known"));
  }

  /** All parts have one size but the last, which is smaller. */
  private static Node withSizes(Node node, LoweringScope scope, long extent, long parts) {
    long[] sizes = new long[(int) parts];
    Arrays.fill(sizes, Math.ceilDiv(extent, parts));
    sizes[sizes.length - 1] = extent - sizes[0] * (parts - 1);
    String split = scope.add(node, "split", Tensor.vector(sizes));
    return node.withInputs(List.of(node.inputs().getFirst(), split));
  }

  /** A choice between the input and zero by a constant mask. */
  private static List<Node> triangle(Node node, LoweringScope scope) {
    Optional<TensorType> type = scope.type(node, 0).filter(LayoutSpellings::hasKnownMatrix);
    Optional<long[]> diagonal =
        node.input(1).isPresent() ? scope.numbers(node, 1) : Optional.of(new long[] {0});
    if (type.isEmpty() || diagonal.isEmpty()) {
      return scope.refuse(node, 14, "the extents of its matrix or its diagonal are not known");
    }
    Spelling spelling = new Spelling(node, scope, type.get().elementType());
    long bytes = type.get().elementType().bytes(1);
    Tensor zero =
        Tensor.of(
            type.get().elementType(),
            new long[0],
            MemorySegment.ofArray(new byte[Math.toIntExact(bytes)]));
    Tensor kept = kept(type.get(), diagonal.get()[0], node.intAttribute("upper", 1) != 0);
    return spelling.finish(
        "Where",
        scope.add(node, "mask", kept),
        node.inputs().getFirst(),
        scope.add(node, "zero", zero));
  }

  private static boolean hasKnownMatrix(TensorType type) {
    return type.rank() >= 2
        && type.dim(-1).isKnown()
        && type.dim(-2).isKnown()
        && type.elementType().bits() >= 8
        && type.dim(-1).size() * type.dim(-2).size() <= MASK_LIMIT;
  }

  private static Tensor kept(TensorType type, long diagonal, boolean upper) {
    int rows = (int) type.dim(-2).size();
    int columns = (int) type.dim(-1).size();
    byte[] mask = new byte[rows * columns];
    for (int i = 0; i < mask.length; i++) {
      long above = i % columns - i / columns - diagonal;
      mask[i] = (byte) ((upper ? above >= 0 : above <= 0) ? 1 : 0);
    }
    return Tensor.of(ElementType.BOOL, new long[] {rows, columns}, MemorySegment.ofArray(mask));
  }
}
