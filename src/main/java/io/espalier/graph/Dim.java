package io.espalier.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One extent of a shape: a number, or a product of a number and symbols such as the batch. */
public sealed interface Dim {

  /** An extent known when the graph is read; never negative. */
  record Known(long size) implements Dim {
    public Known {
      if (size < 0) {
        throw new IllegalArgumentException("The extent (%d) must not be negative.".formatted(size));
      }
    }

    @Override
    public String toString() {
      return Long.toString(size);
    }
  }

  /**
   * {@code factor} times the product of the symbols.
   *
   * @param factor at least 1
   * @param symbols sorted, at least one
   */
  record Symbolic(long factor, List<String> symbols) implements Dim {
    public Symbolic {
      symbols = symbols.stream().sorted().toList();
      if (symbols.isEmpty()) {
        throw new IllegalArgumentException("A symbolic extent needs at least one symbol.");
      }
    }

    @Override
    public String toString() {
      String product = String.join("*", symbols);
      return factor == 1 ? product : factor + "*" + product;
    }
  }

  static Dim of(long size) {
    return new Known(size);
  }

  static Dim symbol(String name) {
    return new Symbolic(1, List.of(name));
  }

  default boolean isKnown() {
    return this instanceof Known;
  }

  /** True for exactly this extent. */
  default boolean is(long size) {
    return this instanceof Known(long known) && known == size;
  }

  /**
   * The number.
   *
   * @throws IllegalStateException when the extent is symbolic
   */
  default long size() {
    return switch (this) {
      case Known(long size) -> size;
      case Symbolic symbolic ->
          throw new IllegalStateException("The extent (%s) is symbolic.".formatted(symbolic));
    };
  }

  /** The number in front of the symbols; the number itself when known. */
  default long coefficient() {
    return switch (this) {
      case Known(long size) -> size;
      case Symbolic(long factor, List<String> _) -> factor;
    };
  }

  /** The symbols of the product, sorted; empty when known. */
  default List<String> factors() {
    return switch (this) {
      case Known _ -> List.of();
      case Symbolic(long _, List<String> symbols) -> symbols;
    };
  }

  /** The product of both; zero times anything is zero. */
  default Dim times(Dim other) {
    List<String> symbols = new ArrayList<>(factors());
    symbols.addAll(other.factors());
    return product(Math.multiplyExact(coefficient(), other.coefficient()), symbols);
  }

  /** The exact quotient, or empty when the divisor does not divide this product evenly. */
  default Optional<Dim> dividedBy(Dim divisor) {
    if (divisor.coefficient() == 0 || coefficient() % divisor.coefficient() != 0) {
      return Optional.empty();
    }
    List<String> symbols = new ArrayList<>(factors());
    for (String symbol : divisor.factors()) {
      if (!symbols.remove(symbol)) {
        return Optional.empty();
      }
    }
    return Optional.of(product(coefficient() / divisor.coefficient(), symbols));
  }

  private static Dim product(long coefficient, List<String> symbols) {
    return symbols.isEmpty() || coefficient == 0
        ? new Known(coefficient)
        : new Symbolic(coefficient, symbols);
  }
}
