package io.espalier.engine.emit;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** Python literals and calls. */
final class Literals {
  static final String NONE = "None";

  private Literals() {}

  static String call(String function, Object... arguments) {
    return Arrays.stream(arguments)
        .map(Object::toString)
        .collect(Collectors.joining(", ", function + "(", ")"));
  }

  /** The argument that makes a new tensor where another one is. */
  static String deviceOf(String tensor) {
    return "device=" + tensor + ".device";
  }

  static String list(Collection<?> elements) {
    return elements.stream().map(Object::toString).collect(Collectors.joining(", ", "[", "]"));
  }

  static String ints(long... values) {
    return Arrays.stream(values).mapToObj(Literals::integer).collect(joiningList());
  }

  static String ints(List<Long> values) {
    return values.stream().map(Literals::integer).collect(joiningList());
  }

  /** Python reads the minus apart from the digits, so the smallest long has no literal. */
  static String integer(long value) {
    return Long.toString(Math.max(value, -Long.MAX_VALUE));
  }

  static String number(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return Double.toString(value);
  }

  static String bool(boolean value) {
    return value ? "True" : "False";
  }

  private static Collector<CharSequence, ?, String> joiningList() {
    return Collectors.joining(", ", "[", "]");
  }
}
