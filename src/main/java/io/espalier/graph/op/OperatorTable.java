package io.espalier.graph.op;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Collects the entries of {@link Operators}. */
final class OperatorTable {
  private final Map<String, Operator> entries = new LinkedHashMap<>();

  /**
   * Adds an operator with one output whose elements are not followed.
   *
   * @param inputs the fewest and the most, for example {@code 2..3}, {@code 1} or {@code 1..*}
   * @param attributes names and kinds, for example {@code axis:int perm:ints}
   */
  OperatorTable add(String name, String inputs, String attributes, TypeRule.Single rule) {
    return add(name, inputs, attributes, rule, ContentRule.NONE);
  }

  OperatorTable add(
      String name, String inputs, String attributes, TypeRule.Single rule, ContentRule contents) {
    return put(name, inputs, 1, attributes, rule.toRule(), contents);
  }

  /** Adds an operator with several outputs. */
  OperatorTable addMany(String name, String inputs, int outputs, String attributes, TypeRule rule) {
    return put(name, inputs, outputs, attributes, rule, ContentRule.NONE);
  }

  /** Adds several operators that differ only in name. */
  OperatorTable addAll(String names, String inputs, String attributes, TypeRule.Single rule) {
    for (String name : names.split(" ")) {
      add(name, inputs, attributes, rule);
    }
    return this;
  }

  Map<String, Operator> build() {
    return Map.copyOf(entries);
  }

  OperatorTable put(
      String name,
      String inputs,
      int outputs,
      String attributes,
      TypeRule types,
      ContentRule contents) {
    String[] bounds = inputs.split("\\.\\.");
    int most = bounds[bounds.length - 1].equals("*") ? Operator.ANY : last(bounds);
    if (entries.containsKey(name)) {
      throw new IllegalStateException("The operator (%s) has two entries.".formatted(name));
    }
    int fewest = Integer.parseInt(bounds[0]);
    entries.put(
        name, new Operator(name, fewest, most, outputs, kinds(attributes), types, contents));
    return this;
  }

  private static int last(String[] bounds) {
    return Integer.parseInt(bounds[bounds.length - 1]);
  }

  private static Map<String, AttributeKind> kinds(String attributes) {
    Function<String, AttributeKind> kind =
        entry -> AttributeKind.valueOf(entry.split(":")[1].toUpperCase(Locale.ROOT));
    return Arrays.stream(attributes.split(" "))
        .filter(entry -> !entry.isEmpty())
        .collect(Collectors.toMap(entry -> entry.split(":")[0], kind));
  }
}
