package io.espalier.graph.rewrite;

import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.op.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shortest nodes that compute a vector of numbers and open extents.
 *
 * @param parts what is joined, in order
 * @param complete false when an extent is not one of a graph input
 */
record ExtentChain(List<Part> parts, boolean complete) {

  /** A run of numbers, or one axis of a graph input. */
  sealed interface Part {
    record Numbers(List<Long> values) implements Part {}

    record InputAxis(String input, int axis) implements Part {}
  }

  static ExtentChain of(Graph graph, List<Term> terms) {
    List<Part> parts = new ArrayList<>();
    List<Long> run = new ArrayList<>();
    boolean complete = true;
    for (Term term : terms) {
      Optional<Long> number = term.number();
      if (number.isPresent()) {
        run.add(number.get());
        continue;
      }
      flush(run, parts);
      Optional<Part> axis = term.dim().flatMap(dim -> inputAxis(graph, dim));
      axis.ifPresent(parts::add);
      complete &= axis.isPresent();
    }
    flush(run, parts);
    return new ExtentChain(parts, complete);
  }

  private static void flush(List<Long> run, List<Part> parts) {
    if (!run.isEmpty()) {
      parts.add(new Part.Numbers(List.copyOf(run)));
      run.clear();
    }
  }

  private static Optional<Part> inputAxis(Graph graph, Dim dim) {
    for (ValueInfo input : graph.inputs()) {
      int axis = input.type().shape().indexOf(dim);
      if (axis >= 0) {
        return Optional.of(new Part.InputAxis(input.name(), axis));
      }
    }
    return Optional.empty();
  }

  /** How many nodes it takes. */
  int length() {
    long axes = parts.stream().filter(Part.InputAxis.class::isInstance).count();
    return (int) axes + (parts.size() > 1 ? 1 : 0);
  }

  /** Adds the nodes before a reader and returns the value to read. */
  String emit(Draft draft, Node reader) {
    List<String> values = parts.stream().map(part -> emit(draft, reader, part)).toList();
    if (values.size() == 1) {
      return values.getFirst();
    }
    String value = draft.freshName(reader.name() + ".extents");
    String name = draft.freshName(value + ".join");
    draft.insertBefore(
        reader,
        Node.of(name, "Concat", values, List.of(value)).withAttribute("axis", Attribute.of(0L)));
    return value;
  }

  private static String emit(Draft draft, Node reader, Part part) {
    return switch (part) {
      case Part.Numbers(List<Long> values) -> {
        String value = draft.freshName(reader.name() + ".numbers");
        draft.put(value, Tensor.vector(values.stream().mapToLong(Long::longValue).toArray()));
        yield value;
      }
      case Part.InputAxis(String input, int axis) -> {
        String value = draft.freshName(reader.name() + ".extent");
        String name = draft.freshName(value + ".shape");
        Map<String, Attribute> range =
            Map.of("start", Attribute.of((long) axis), "end", Attribute.of(axis + 1L));
        draft.insertBefore(
            reader, Node.of(name, "Shape", List.of(input), List.of(value)).withAttributes(range));
        yield value;
      }
    };
  }
}
