package io.espalier.graph.op;

import io.espalier.graph.Dim;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongBinaryOperator;

/** Integer arithmetic of terms; a result that cannot be told in advance is unknown. */
final class TermArithmetic {
  private TermArithmetic() {}

  static Term add(Term a, Term b) {
    return a.is(0) ? b : b.is(0) ? a : numbers(a, b, Math::addExact);
  }

  static Term subtract(Term a, Term b) {
    return b.is(0) ? a : numbers(a, b, Math::subtractExact);
  }

  static Term multiply(Term a, Term b) {
    if (a.is(0) || b.is(0)) {
      return Term.of(0);
    }
    return a.is(1)
        ? b
        : b.is(1)
            ? a
            : dims(a, b, (x, y) -> Optional.of(x.times(y)))
                .orElseGet(() -> numbers(a, b, Math::multiplyExact));
  }

  static Term divide(Term a, Term b) {
    if (b.is(0)) {
      return Term.UNKNOWN;
    }
    return b.is(1) ? a : numbersOr(a, b, (x, y) -> x / y, dims(a, b, Dim::dividedBy));
  }

  /** The remainder with the sign of the divisor, as integer Mod has it. */
  static Term modulo(Term a, Term b) {
    return b.is(0) ? Term.UNKNOWN : numbers(a, b, Math::floorMod);
  }

  /** The remainder with the sign of the dividend. */
  static Term remainder(Term a, Term b) {
    return b.is(0) ? Term.UNKNOWN : numbers(a, b, (x, y) -> x % y);
  }

  static Term minimum(Term a, Term b) {
    return a.equals(b) ? a : numbers(a, b, Math::min);
  }

  static Term maximum(Term a, Term b) {
    return a.equals(b) ? a : numbers(a, b, Math::max);
  }

  static Term negate(Term a) {
    return numbers(Term.of(0), a, Math::subtractExact);
  }

  static Term absolute(Term a) {
    return a instanceof Term.Extent ? a : numbers(a, a, (x, _) -> Math.absExact(x));
  }

  static Term not(Term a) {
    return numbers(a, a, (x, _) -> x == 0 ? 1 : 0);
  }

  static Term and(Term a, Term b) {
    return a.is(0) || b.is(0) ? Term.of(0) : numbers(a, b, (x, y) -> x & y);
  }

  static Term or(Term a, Term b) {
    return a.is(1) || b.is(1) ? Term.of(1) : numbers(a, b, (x, y) -> x | y);
  }

  /** An extent equals itself and no negative number; otherwise only numbers can be compared. */
  static Term equal(Term a, Term b) {
    if (a instanceof Term.Extent && a.equals(b)) {
      return Term.of(1);
    }
    return negative(a) && b instanceof Term.Extent || negative(b) && a instanceof Term.Extent
        ? Term.of(0)
        : numbers(a, b, (x, y) -> x == y ? 1 : 0);
  }

  static Term less(Term a, Term b) {
    return numbers(a, b, (x, y) -> x < y ? 1 : 0);
  }

  static Term lessOrEqual(Term a, Term b) {
    return numbers(a, b, (x, y) -> x <= y ? 1 : 0);
  }

  static Term greater(Term a, Term b) {
    return less(b, a);
  }

  static Term greaterOrEqual(Term a, Term b) {
    return lessOrEqual(b, a);
  }

  private static boolean negative(Term term) {
    return term instanceof Term.Number(long value) && value < 0;
  }

  private static Term numbers(Term a, Term b, LongBinaryOperator operator) {
    return numbersOr(a, b, operator, Optional.empty());
  }

  private static Term numbersOr(
      Term a, Term b, LongBinaryOperator operator, Optional<Term> otherwise) {
    return a instanceof Term.Number(long x) && b instanceof Term.Number(long y)
        ? Term.of(operator.applyAsLong(x, y))
        : otherwise.orElse(Term.UNKNOWN);
  }

  private static Optional<Term> dims(Term a, Term b, BiFunction<Dim, Dim, Optional<Dim>> operator) {
    return a.dim().flatMap(x -> b.dim().flatMap(y -> operator.apply(x, y))).map(Term::of);
  }
}
