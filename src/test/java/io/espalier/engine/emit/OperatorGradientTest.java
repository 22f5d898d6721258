package io.espalier.engine.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.DifferentiableProgram;
import io.espalier.engine.OperatorCase;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.shape.TypedGraph;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of every operator's program against central differences, in double precision. */
class OperatorGradientTest {
  private static final double STEP = 1e-6;

  /** Of a difference, relative to the largest of its variable, which counts as at least 1. */
  private static final double TOLERANCE = 1e-6;

  /** Directions in which a variable is moved; every element moves in one of them. */
  private static final int DIRECTIONS = 4;

  /** Operators whose outputs are never floating, or do not depend on a floating input. */
  private static final Map<String, String> WITHOUT_GRADIENT = withoutGradient();

  /** Inputs, as {@code Operator/index}, that gradients do not reach, and why that is right. */
  private static final Map<String, String> CONSTANT_INPUTS =
      Map.ofEntries(
          Map.entry("BatchNormalization/3", "a statistic is averaged, not learned"),
          Map.entry("BatchNormalization/4", "a statistic is averaged, not learned"),
          Map.entry("CastLike/1", "only its type is read"),
          Map.entry("Pad/2", "what lies outside of an image is not learned"),
          Map.entry("Resize/1", "a region tells positions"),
          Map.entry("Resize/2", "scales tell the size of the output"),
          Map.entry("RoiAlign/1", "regions tell positions; torchvision leaves them out, too"),
          Map.entry("MaxRoiPool/1", "regions are rounded to pixels"));

  /** Samples on which the function has no derivative or none that a difference can show. */
  private static final Map<String, String> WITHOUT_DERIVATIVE =
      Map.of(
          "Relu: not a number", "not finite",
          "Round: halves to even", "on steps",
          "Cast: float16", "a staircase",
          "TopK: smallest of equal elements", "on ties",
          "LpNormalization: sums", "at a norm of 0",
          "LayerNormalization: statistics", "statistics are of single precision by definition");

  private static Map<String, String> withoutGradient() {
    Map<String, List<String>> byReason =
        Map.of(
            "it compares or is logical",
            List.of(
                "And",
                "Equal",
                "Greater",
                "GreaterOrEqual",
                "IsInf",
                "IsNaN",
                "Less",
                "LessOrEqual",
                "Not",
                "Or",
                "Xor"),
            "it computes with integers",
            List.of(
                "BitShift",
                "BitwiseAnd",
                "BitwiseNot",
                "BitwiseOr",
                "BitwiseXor",
                "ConvInteger",
                "MatMulInteger",
                "QLinearConv",
                "QLinearMatMul",
                "QuantizeLinear"),
            "its output is positions",
            List.of("ArgMax", "ArgMin", "NonMaxSuppression", "NonZero"),
            "its output is a shape or size",
            List.of("Shape", "Size"),
            "its output is made of sizes alone",
            List.of("BlackmanWindow", "ConstantOfShape", "EyeLike", "HammingWindow", "HannWindow"),
            "its output is constant between steps",
            List.of("Hardmax"),
            "its inputs tell positions",
            List.of("Range"),
            "it counts or sorts symbols",
            List.of("TfIdfVectorizer", "Unique"),
            "it has no inputs",
            List.of("Constant"));
    return byReason.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(it -> Map.entry(it, entry.getKey())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void gradientsAreWhatDifferencesTell(OperatorCase operator) {
    compare(operator, false);
  }

  @ParameterizedTest
  @MethodSource("trained")
  void gradientsInTrainingAreWhatDifferencesTell(OperatorCase operator) {
    compare(operator, true);
  }

  @Test
  void everyOperatorHasAGradientOrAReasonForNone() {
    Set<String> compared =
        differentiable().map(OperatorGradientTest::name).collect(Collectors.toSet());
    assertThat(compared).doesNotContainAnyElementsOf(WITHOUT_GRADIENT.keySet());
    Set<String> accounted = new TreeSet<>(compared);
    accounted.addAll(WITHOUT_GRADIENT.keySet());
    assertThat(accounted).isEqualTo(EmitterTable.STANDARD.operators());
  }

  static Stream<OperatorCase> differentiable() {
    return Stream.concat(EmitterCases.all(), more())
        .filter(operator -> !WITHOUT_GRADIENT.containsKey(name(operator)))
        .filter(operator -> !WITHOUT_DERIVATIVE.containsKey(operator.toString()))
        .filter(OperatorGradientTest::isFloating);
  }

  /** Operators whose other samples have no derivative. */
  private static Stream<OperatorCase> more() {
    return Stream.of(
        OperatorCase.of("CastLike").label("floating").input(2, 3).input(2),
        OperatorCase.of("Round").label("between halves").input(2, 3));
  }

  /** The operators that do something else while they train. */
  static Stream<OperatorCase> trained() {
    Set<String> changing = Set.of("BatchNormalization", "Dropout");
    return differentiable().filter(operator -> changing.contains(name(operator)));
  }

  private static boolean isFloating(OperatorCase operator) {
    TypedGraph typed = operator.typed();
    Node node = typed.graph().nodes().getFirst();
    boolean variable =
        IntStream.range(0, node.inputs().size())
            .anyMatch(i -> isVariable(node, i) && isFloating(typed, node.inputs().get(i)));
    return variable && DifferentiableProgram.hasFloatingOutput(typed);
  }

  private static boolean isFloating(TypedGraph typed, String value) {
    Graph graph = typed.graph();
    return graph.initializers().containsKey(value)
        ? graph.initializers().get(value).elementType().isFloating()
        : typed.type(value).filter(type -> type.elementType().isFloating()).isPresent();
  }

  private static String name(OperatorCase operator) {
    return operator.graph().nodes().getFirst().operator();
  }

  private static void compare(OperatorCase operator, boolean trains) {
    Graph graph = operator.graph();
    Node node = graph.nodes().getFirst();
    Predicate<String> variable = value -> isVariable(node, node.inputs().indexOf(value));
    try (DifferentiableProgram program =
        DifferentiableProgram.of(graph, operator.samples(), trains, variable)) {
      List<double[]> gradients = program.gradients();
      for (int i = 0; i < program.variables(); i++) {
        compare(program, i, gradients.get(i));
      }
    }
  }

  private static boolean isVariable(Node node, int input) {
    return !CONSTANT_INPUTS.containsKey(node.operator() + "/" + input);
  }

  private static void compare(DifferentiableProgram program, int variable, double[] gradient) {
    double[] expected = new double[DIRECTIONS];
    double[] actual = new double[DIRECTIONS];
    double scale = 1;
    for (int i = 0; i < DIRECTIONS; i++) {
      double[] direction = direction(i, gradient.length);
      expected[i] = difference(program, variable, direction);
      actual[i] = product(gradient, direction);
      scale = Math.max(scale, Math.abs(expected[i]));
    }
    for (int i = 0; i < DIRECTIONS; i++) {
      assertThat(actual[i])
          .as("%s in direction %d", program.name(variable), i)
          .isCloseTo(expected[i], within(TOLERANCE * scale));
    }
  }

  /** Elements of one direction move by different amounts, so that no two cancel. */
  private static double[] direction(int number, int length) {
    double[] direction = new double[length];
    for (int i = number; i < length; i += DIRECTIONS) {
      direction[i] = 1 / (1 + Math.sqrt(i));
    }
    return direction;
  }

  private static double difference(
      DifferentiableProgram program, int variable, double[] direction) {
    double[] elements = program.elements(variable);
    double above = program.value(variable, moved(elements, direction, STEP));
    double below = program.value(variable, moved(elements, direction, -STEP));
    return (above - below) / (2 * STEP);
  }

  private static double[] moved(double[] elements, double[] direction, double step) {
    double[] moved = elements.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += step * direction[i];
    }
    return moved;
  }

  private static double product(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
