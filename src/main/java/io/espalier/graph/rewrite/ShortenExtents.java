package io.espalier.graph.rewrite;

import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.op.Term;
import io.espalier.graph.shape.Inference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads open extents straight from the graph inputs where a longer chain computed them.
 *
 * <p>A shape such as {@code [batch,1,192]} becomes one Shape node of an input axis joined with
 * constants. The target of an Expand says 1 where the data already has the extent, so that it does
 * not repeat channel counts.
 */
public final class ShortenExtents implements Pass {
  @Override
  public String name() {
    return "shorten-extents";
  }

  @Override
  public Rewrite apply(Graph graph) {
    Inference inference = Inference.of(graph);
    GraphIndex index = GraphIndex.of(graph);
    Draft draft = new Draft(graph);
    for (Node node : graph.nodes()) {
      openInput(inference, node).ifPresent(i -> shorten(draft, inference, index, node, i));
    }
    return draft.finish();
  }

  /** The input of a node, itself no part of a shape computation, that lists open extents. */
  private static Optional<Integer> openInput(Inference inference, Node node) {
    if (node.output(0).flatMap(inference::content).isPresent()) {
      return Optional.empty();
    }
    return IntStream.range(0, node.inputs().size())
        .filter(input -> isOpen(inference, node.inputs().get(input)))
        .boxed()
        .findFirst();
  }

  private static boolean isOpen(Inference inference, String value) {
    return isShape(inference, value)
        && inference.content(value).filter(content -> !content.allNumbers()).isPresent();
  }

  private static void shorten(
      Draft draft, Inference inference, GraphIndex index, Node node, int input) {
    Graph graph = inference.typed().graph();
    String value = node.inputs().get(input);
    List<Term> terms = inference.content(value).orElseThrow().terms();
    List<Term> needed = node.is("Expand") ? needed(inference, node, terms) : terms;
    ExtentChain chain = ExtentChain.of(graph, needed);
    int saved = exclusive(graph, index, value) - chain.length();
    if (chain.complete() && (saved > 0 || saved == 0 && !needed.equals(terms))) {
      draft.replace(node, withInput(node, input, chain.emit(draft, node)));
      draft.note(
          "Shortened the extents that the %s (%s) reads.".formatted(node.operator(), node.name()));
    }
  }

  /** The target of an Expand with 1 on each axis that the data already has in full. */
  private static List<Term> needed(Inference inference, Node expand, List<Term> target) {
    Optional<TensorType> data = inference.typed().type(expand.inputs().getFirst());
    List<Term> needed = new ArrayList<>(target);
    int lead = target.size() - data.map(TensorType::rank).orElse(0);
    for (int axis = Math.max(0, lead); axis < target.size(); axis++) {
      if (data.isPresent() && Term.of(data.get().dim(axis - lead)).equals(target.get(axis))) {
        needed.set(axis, Term.of(1));
      }
    }
    return needed;
  }

  /** How many nodes nobody needs once the only reader of a value reads another. */
  private static int exclusive(Graph graph, GraphIndex index, String value) {
    Set<String> kept = ValueUses.outputs(graph);
    Set<Node> dead = new HashSet<>();
    if (kept.contains(value) || index.consumers(value).size() > 1) {
      return 0;
    }
    List<String> open = new ArrayList<>(List.of(value));
    while (!open.isEmpty()) {
      Optional<Node> producer = index.producer(open.removeLast());
      if (producer.isPresent() && unread(producer.get(), value, kept, index, dead)) {
        dead.add(producer.get());
        producer.get().presentInputs().forEach(open::add);
      }
    }
    return dead.size();
  }

  private static boolean unread(
      Node node, String replaced, Set<String> kept, GraphIndex index, Set<Node> dead) {
    return node.presentOutputs()
        .allMatch(
            output ->
                output.equals(replaced)
                    || !kept.contains(output) && dead.containsAll(index.consumers(output)));
  }

  private static boolean isShape(Inference inference, String value) {
    return inference
        .typed()
        .type(value)
        .filter(type -> type.rank() == 1 && type.elementType() == ElementType.INT64)
        .isPresent();
  }

  private static Node withInput(Node node, int input, String value) {
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(input, value);
    return node.withInputs(inputs);
  }
}
