package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Before opset 6 Tile repeated one axis; since then it takes a number for each. */
final class TileRepeats implements UpgradeRule {
  @Override
  public long since() {
    return 6;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Tile");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    OptionalInt rank = node.input(0).map(scope::rank).orElseGet(OptionalInt::empty);
    OptionalLong tiles = number(node, 1, scope);
    OptionalLong axis = number(node, 2, scope);
    boolean known = rank.isPresent() && tiles.isPresent() && axis.isPresent();
    if (!known || axis.getAsLong() < 0 || axis.getAsLong() >= rank.getAsInt()) {
      return scope.refuse(node, "its tiles and its axis must be constants that fit the input");
    }
    long[] repeats = new long[rank.getAsInt()];
    Arrays.fill(repeats, 1);
    repeats[(int) axis.getAsLong()] = tiles.getAsLong();
    String input = scope.add(node, "repeats", Tensor.vector(repeats));
    return List.of(node.withInputs(List.of(node.inputs().getFirst(), input)));
  }

  /** A constant of one element, of whatever type. */
  private static OptionalLong number(Node node, int input, UpgradeScope scope) {
    Optional<Tensor> tensor =
        node.input(input)
            .flatMap(scope::constant)
            .filter(constant -> constant.elements() == 1)
            .filter(constant -> constant.elementType().bits() >= 16);
    return tensor.isPresent()
        ? OptionalLong.of((long) tensor.get().doubleAt(0))
        : OptionalLong.empty();
  }
}
