package io.espalier.graph.op;

import io.espalier.graph.Dim;
import java.util.List;
import java.util.Optional;

/** One element of a small integer tensor, as far as it is known before the network runs. */
public sealed interface Term {
  /** A number; booleans are 0 and 1. */
  record Number(long value) implements Term {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** An extent that depends on the batch or another symbol; at least 0. */
  record Extent(Dim.Symbolic product) implements Term {
    @Override
    public String toString() {
      return product.toString();
    }
  }

  /** Anything. */
  record Unknown() implements Term {
    @Override
    public String toString() {
      return "?";
    }
  }

  Term UNKNOWN = new Unknown();

  static Term of(long value) {
    return new Number(value);
  }

  static Term of(boolean value) {
    return new Number(value ? 1 : 0);
  }

  static Term of(Dim dim) {
    return switch (dim) {
      case Dim.Known(long size) -> new Number(size);
      case Dim.Symbolic symbolic -> new Extent(symbolic);
    };
  }

  /** The extent this term stands for, unless it is unknown or negative. */
  default Optional<Dim> dim() {
    return switch (this) {
      case Number(long value) -> value < 0 ? Optional.empty() : Optional.of(Dim.of(value));
      case Extent(Dim.Symbolic product) -> Optional.of(product);
      case Unknown _ -> Optional.empty();
    };
  }

  default Optional<Long> number() {
    return this instanceof Number(long value) ? Optional.of(value) : Optional.empty();
  }

  default boolean is(long value) {
    return this instanceof Number(long own) && own == value;
  }

  /** True when the term is a number in every run. */
  static boolean allNumbers(List<Term> terms) {
    return terms.stream().allMatch(Number.class::isInstance);
  }
}
