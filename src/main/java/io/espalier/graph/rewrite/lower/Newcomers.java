package io.espalier.graph.rewrite.lower;

import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Operators and element types that older opsets do not have and that nothing else spells out. */
final class Newcomers {
  private static final Map<String, Long> OPERATORS = operators();
  private static final Map<ElementType, Long> TYPES =
      Map.of(
          ElementType.FLOAT8E4M3FN, 19L,
          ElementType.FLOAT8E4M3FNUZ, 19L,
          ElementType.FLOAT8E5M2, 19L,
          ElementType.FLOAT8E5M2FNUZ, 19L,
          ElementType.INT4, 21L,
          ElementType.UINT4, 21L,
          ElementType.FLOAT4E2M1, 23L);
  private static final Set<ElementType> SMALL_INTEGERS =
      Set.of(ElementType.INT8, ElementType.UINT8, ElementType.INT16, ElementType.UINT16);
  private static final Set<ElementType> SHORTS = Set.of(ElementType.INT16, ElementType.UINT16);

  private Newcomers() {}

  private static Map<String, Long> operators() {
    Map<String, Long> since = new HashMap<>();
    put(since, 15, "Bernoulli Optional OptionalGetElement OptionalHasElement");
    put(since, 17, "BlackmanWindow DFT HammingWindow HannWindow MelWeightMatrix STFT SequenceMap");
    put(since, 18, "BitwiseAnd BitwiseNot BitwiseOr BitwiseXor CenterCropPad Col2Im");
    put(since, 19, "DeformConv");
    put(since, 20, "AffineGrid ImageDecoder RegexFullMatch StringConcat StringSplit");
    return Map.copyOf(since);
  }

  private static void put(Map<String, Long> since, long opset, String operators) {
    for (String operator : operators.split(" ")) {
      since.put(operator, opset);
    }
  }

  /** False, with a refusal, when the node needs a newer opset whatever its form. */
  static boolean accepts(Node node, LoweringScope scope) {
    long operator = OPERATORS.getOrDefault(node.operator(), 0L);
    if (operator > scope.target()) {
      scope.refuse(node, operator, "the operator did not exist");
      return false;
    }
    List<ElementType> types =
        IntStream.range(0, node.inputs().size())
            .mapToObj(i -> scope.elementType(node, i))
            .flatMap(Optional::stream)
            .toList();
    for (ElementType type : types) {
      long needed = Math.max(TYPES.getOrDefault(type, 0L), needed(node, type));
      if (needed > scope.target()) {
        scope.refuse(node, needed, "it did not take the type %s".formatted(type.text()));
        return false;
      }
    }
    return true;
  }

  private static long needed(Node node, ElementType type) {
    return switch (node.operator()) {
      case "Add", "Sub", "Mul", "Div" -> SMALL_INTEGERS.contains(type) ? 14 : 0;
      case "Relu" -> type.isFloating() ? 0 : 14;
      case "LeakyRelu", "PRelu" -> type == ElementType.BFLOAT16 ? 16 : 0;
      case "ReduceMax", "ReduceMin" -> type == ElementType.BOOL ? 20 : 0;
      case "Equal" -> type == ElementType.STRING ? 19 : 0;
      case "QuantizeLinear", "DequantizeLinear" ->
          SHORTS.contains(type) ? 21 : type == ElementType.FLOAT16 ? 19 : 0;
      default -> 0;
    };
  }
}
