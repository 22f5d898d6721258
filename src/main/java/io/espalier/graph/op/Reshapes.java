package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The target of a Reshape: 0 copies an extent, -1 takes what is left. */
final class Reshapes {
  private Reshapes() {}

  static TensorType reshape(RuleContext context) {
    TensorType type = context.type(0);
    List<Term> target = Layouts.targetTerms(context, 1);
    List<Optional<Dim>> known = new ArrayList<>();
    for (int axis = 0; axis < target.size(); axis++) {
      known.add(extent(context, type, target.get(axis), axis));
    }
    requireOneRest(target);
    return type.withShape(filled(context, type, known));
  }

  /** The extent of one axis; empty for -1 and for what is computed at run time. */
  private static Optional<Dim> extent(RuleContext context, TensorType type, Term term, int axis) {
    boolean copies = term.is(0) && context.node().intAttribute("allowzero", 0) == 0;
    RuleContext.require(
        !copies || axis < type.rank(),
        "the target copies axis %d, which the input (%s) has not",
        axis,
        type);
    return copies ? Optional.of(type.dim(axis)) : term.dim();
  }

  private static void requireOneRest(List<Term> target) {
    RuleContext.require(
        target.stream().allMatch(term -> term.number().orElse(0L) >= -1)
            && target.stream().filter(term -> term.is(-1)).count() <= 1,
        "the target (%s) may have one -1 and nothing below",
        target);
  }

  private static List<Dim> filled(RuleContext context, TensorType type, List<Optional<Dim>> known) {
    Dim product = Layouts.product(known.stream().flatMap(Optional::stream).toList());
    long open = known.stream().filter(Optional::isEmpty).count();
    Optional<Dim> rest = type.elements().dividedBy(product);
    boolean exact = type.isStatic() && product.isKnown();
    RuleContext.require(
        !exact
            || open > 1
            || rest.isPresent() && (open == 1 || rest.get().is(1))
            || type.elements().is(0),
        "the input (%s) cannot take the shape %s",
        type,
        known);
    List<Dim> shape = new ArrayList<>();
    for (int axis = 0; axis < known.size(); axis++) {
      int position = axis;
      Optional<Dim> filler = open == 1 ? rest : Optional.empty();
      shape.add(known.get(axis).or(() -> filler).orElseGet(() -> context.unknown(position)));
    }
    return shape;
  }
}
