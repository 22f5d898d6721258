package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * How the elements of small integer tensors follow through the operators exporters use on shapes.
 */
final class Contents {
  private Contents() {}

  private static Content of(RuleContext context, int input) {
    return context
        .content(input)
        .orElseThrow(
            () -> RuleFailure.unresolved("the elements of input %d are unknown".formatted(input)));
  }

  private static List<Long> shape(TensorType output) {
    return output.shape().stream().map(Dim::size).toList();
  }

  static Content shape(RuleContext context, TensorType output) {
    return Content.vector(Sources.shapeDims(context).stream().map(Term::of).toList());
  }

  static Content size(RuleContext context, TensorType output) {
    return Content.scalar(Term.of(context.type(0).elements()));
  }

  static Content constant(RuleContext context, TensorType output) {
    return ConstantValue.of(context.node())
        .flatMap(Content::of)
        .orElseThrow(() -> RuleFailure.unresolved("its value is not of integers"));
  }

  static Content filled(RuleContext context, TensorType output) {
    long value = context.node().tensorAttribute("value").map(tensor -> tensor.longAt(0)).orElse(0L);
    int count = Math.toIntExact(output.elements().size());
    return new Content(shape(output), Collections.nCopies(count, Term.of(value)));
  }

  /** Operators that keep the order of the elements, such as Reshape. */
  static Content sameOrder(RuleContext context, TensorType output) {
    return of(context, 0).reshaped(shape(output));
  }

  static Content cast(RuleContext context, TensorType output) {
    return unary(term -> cast(term, output.elementType())).content(context, output);
  }

  private static Term cast(Term term, ElementType to) {
    return switch (term) {
      case Term.Number(long value) ->
          to == ElementType.BOOL ? Term.of(value != 0) : inRange(value, to);
      case Term.Extent _ ->
          to == ElementType.INT64 || to == ElementType.INT32 ? term : Term.UNKNOWN;
      case Term.Unknown _ -> term;
    };
  }

  private static Term inRange(long value, ElementType to) {
    boolean fits = to == ElementType.INT64 || to == ElementType.INT32 && value == (int) value;
    return fits ? Term.of(value) : Term.UNKNOWN;
  }

  static ContentRule unary(UnaryOperator<Term> operator) {
    return (context, output) ->
        new Content(shape(output), of(context, 0).terms().stream().map(operator).toList());
  }

  /** An operator on two or more inputs that broadcast, folded from the left. */
  static ContentRule broadcast(BinaryOperator<Term> operator) {
    return (context, output) -> {
      Content result = of(context, 0).broadcastTo(shape(output));
      for (int i = 1; i < context.node().inputs().size(); i++) {
        result = zip(result, of(context, i).broadcastTo(shape(output)), operator);
      }
      return result;
    };
  }

  static Content modulo(RuleContext context, TensorType output) {
    boolean signOfDividend = context.node().intAttribute("fmod", 0) != 0;
    return broadcast(signOfDividend ? TermArithmetic::remainder : TermArithmetic::modulo)
        .content(context, output);
  }

  private static Content zip(Content a, Content b, BinaryOperator<Term> operator) {
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      terms.add(operator.apply(a.terms().get(i), b.terms().get(i)));
    }
    return new Content(a.shape(), terms);
  }

  static Content where(RuleContext context, TensorType output) {
    List<Term> condition = of(context, 0).broadcastTo(shape(output)).terms();
    List<Term> yes = of(context, 1).broadcastTo(shape(output)).terms();
    List<Term> no = of(context, 2).broadcastTo(shape(output)).terms();
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < condition.size(); i++) {
      terms.add(choose(condition.get(i), yes.get(i), no.get(i)));
    }
    return new Content(shape(output), terms);
  }

  private static Term choose(Term condition, Term yes, Term no) {
    if (yes.equals(no)) {
      return yes;
    }
    return condition.number().map(value -> value == 0 ? no : yes).orElse(Term.UNKNOWN);
  }

  static Content gather(RuleContext context, TensorType output) {
    Content data = of(context, 0);
    RuleContext.require(!data.shape().isEmpty(), "the data must have an axis");
    if (RuleContext.axis(context.node().intAttribute("axis", 0), data.shape().size()) != 0) {
      throw RuleFailure.unresolved("only gathers along the first axis are followed");
    }
    long extent = data.shape().getFirst();
    List<Term> terms = new ArrayList<>();
    for (long index : context.numbers(1)) {
      RuleContext.require(
          index >= -extent && index < extent,
          "the index (%d) must be in [%d, %d]",
          index,
          -extent,
          extent - 1);
      int block = (int) data.strides()[0];
      int from = Math.toIntExact((index < 0 ? index + extent : index) * block);
      terms.addAll(data.terms().subList(from, from + block));
    }
    return new Content(shape(output), terms);
  }

  static Content slice(RuleContext context, TensorType output) {
    Content data = of(context, 0);
    Slicing slicing = Slicing.of(context, data.shape().size());
    long[] strides = data.strides();
    long offset = 0;
    for (int i = 0; i < slicing.axes().size(); i++) {
      int axis = slicing.axes().get(i);
      offset += slicing.first(i, data.shape().get(axis)) * strides[axis];
      strides[axis] *= slicing.steps().get(i);
    }
    return data.view(shape(output), offset, strides);
  }

  static Content transpose(RuleContext context, TensorType output) {
    Content data = of(context, 0);
    long[] own = data.strides();
    long[] strides =
        Layouts.permutation(context, own.length).stream().mapToLong(axis -> own[axis]).toArray();
    return data.view(shape(output), 0, strides);
  }

  static Content expand(RuleContext context, TensorType output) {
    return of(context, 0).broadcastTo(shape(output));
  }

  static Content concat(RuleContext context, TensorType output) {
    if (RuleContext.axis(context.node().intAttribute("axis", 0), output.rank()) != 0) {
      throw RuleFailure.unresolved("only joins along the first axis are followed");
    }
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < context.node().inputs().size(); i++) {
      terms.addAll(contentOrUnknown(context, i));
    }
    return new Content(shape(output), terms);
  }

  /** A part computed at run time does not hide the others. */
  private static List<Term> contentOrUnknown(RuleContext context, int input) {
    int count = Math.toIntExact(context.type(input).elements().size());
    return context
        .content(input)
        .map(Content::terms)
        .orElseGet(() -> Collections.nCopies(count, Term.UNKNOWN));
  }

  static Content range(RuleContext context, TensorType output) {
    long start = context.numbers(0).getFirst();
    long delta = context.numbers(2).getFirst();
    List<Term> terms = new ArrayList<>();
    for (long i = 0; i < output.elements().size(); i++) {
      terms.add(Term.of(start + i * delta));
    }
    return Content.vector(terms);
  }

  /** A reduction of all elements to one. */
  static ContentRule reduceAll(BinaryOperator<Term> operator) {
    return (context, output) -> {
      if (!output.elements().is(1) || of(context, 0).size() == 0) {
        throw RuleFailure.unresolved("only reductions to one element are followed");
      }
      Term result = of(context, 0).terms().stream().reduce(operator).orElseThrow();
      return new Content(shape(output), List.of(result));
    };
  }
}
